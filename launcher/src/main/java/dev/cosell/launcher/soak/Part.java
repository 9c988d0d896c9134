package dev.cosell.launcher.soak;

import dev.cosell.launcher.Stack;
import java.util.Locale;

/** A process that is killed, and started again on the same ports and data. */
enum Part {
    /** The functions host, by SIGKILL: whatever it was doing stops where it stands. */
    FUNCTIONS {
        @Override
        void kill(Stack stack) {
            stack.killHost();
        }

        @Override
        void start(Stack stack) {
            stack.startHostInNeed();
        }
    },
    /** Azurite, by SIGTERM: it saves every few seconds, and an account of Azure Storage does not forget what it has acknowledged. */
    STORAGE {
        @Override
        void kill(Stack stack) {
            stack.stopAzurite();
        }

        @Override
        void start(Stack stack) {
            stack.startAzurite();
        }
    },
    /** Partner Center, sign-in and the CRM, by SIGKILL: events that waited to be sent, and tokens, are gone. */
    SYSTEMS {
        @Override
        void kill(Stack stack) {
            stack.killSandbox();
        }

        @Override
        void start(Stack stack) {
            stack.startSandbox();
        }
    };

    abstract void kill(Stack stack);

    abstract void start(Stack stack);

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
