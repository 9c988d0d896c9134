package dev.cosell.functions;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What people may do here, as the app registration in Microsoft Entra names it. Whoever has a function key is an operator. */
enum Role {
    READER("Cosell.Reader", Set.of(Right.LOOK)),
    OPERATOR("Cosell.Operator", Set.of(Right.LOOK, Right.ACT));

    private final String claim;
    private final Set<Right> rights;

    Role(String claim, Set<Right> rights) {
        this.claim = claim;
        this.rights = rights;
    }

    /** The value of the app role, which its claim has. */
    String claim() {
        return claim;
    }

    boolean gives(Right right) {
        return rights.contains(right);
    }

    static Optional<Role> of(String claim) {
        return Arrays.stream(values()).filter(role -> role.claim.equals(claim)).findFirst();
    }
}
