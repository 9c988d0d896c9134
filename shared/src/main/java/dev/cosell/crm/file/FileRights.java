package dev.cosell.crm.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/** Whose a file is, and who may open it. */
record FileRights(UserPrincipal owner, GroupPrincipal group, Set<PosixFilePermission> permissions) {
    /** Nothing where the file system knows no such rights: there a new file gets those of its directory. */
    static Optional<FileRights> of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        PosixFileAttributes now = view.readAttributes();
        return Optional.of(new FileRights(now.owner(), now.group(), now.permissions()));
    }

    /**
     * Whoever could open the old file can open its copy. The owner comes last: a file of somebody else's takes no more changes.
     *
     * @return the right that people would lose; if there is one, the copy must not replace the file
     */
    Optional<String> giveTo(Path copy) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(copy, PosixFileAttributeView.class);
        PosixFileAttributes made = view.readAttributes();
        if (!made.group().equals(group) && !isDone(() -> view.setGroup(group)) && reliesOnGroup(permissions)) {
            return Optional.of("its group");
        }
        if (!made.permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
        if (!made.owner().equals(owner) && !isDone(() -> view.setOwner(owner)) && reliesOnOwner(permissions)) {
            return Optional.of("its owner");
        }
        return Optional.empty();
    }

    /** Whether the group may what others may not. */
    static boolean reliesOnGroup(Set<PosixFilePermission> permissions) {
        return hasMore(permissions, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ)
                || hasMore(permissions, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
    }

    /** Whether the owner may what the group may not. An owner is taken for a member of the group. */
    static boolean reliesOnOwner(Set<PosixFilePermission> permissions) {
        return hasMore(permissions, PosixFilePermission.OWNER_READ, PosixFilePermission.GROUP_READ)
                || hasMore(permissions, PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_WRITE);
    }

    private static boolean hasMore(
            Set<PosixFilePermission> permissions, PosixFilePermission right, PosixFilePermission wider) {
        return permissions.contains(right) && !permissions.contains(wider);
    }

    private interface Giving {
        void go() throws IOException;
    }

    /** To give a file away takes a right of its own. */
    private static boolean isDone(Giving giving) throws IOException {
        try {
            giving.go();
            return true;
        } catch (FileSystemException refused) {
            return false;
        }
    }
}
