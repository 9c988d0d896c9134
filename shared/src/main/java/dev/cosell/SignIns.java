package dev.cosell;

import dev.cosell.operate.connect.Reconnect;
import dev.cosell.operate.connect.SignInDesk;
import dev.cosell.operate.connect.TokenWatch;

/** Part of the composition: what people and timers do about the sign-ins to both systems. */
public record SignIns(SignInDesk desk, TokenWatch watch, Reconnect reconnect) {
    /** Makes no call. */
    static SignIns of(Connecting connecting, Systems systems) {
        return new SignIns(
                connecting.desk(),
                connecting.watch(),
                new Reconnect(connecting::forget, systems.probes(), connecting.outages()));
    }
}
