package dev.cosell.functions;

import dev.cosell.Connector;
import java.util.Optional;

/** The one connector of this process, made on first use. */
final class App {
    private static volatile Connector connector;

    private App() {}

    /** @throws dev.cosell.problem.Failure {@code MISCONFIGURED} as long as settings are wrong; each call checks again */
    static Connector connector() {
        Connector made = connector;
        if (made == null) {
            synchronized (App.class) {
                if (connector == null) {
                    connector = new Connector(name -> Optional.ofNullable(System.getenv(name)));
                }
                made = connector;
            }
        }
        return made;
    }
}
