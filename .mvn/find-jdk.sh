# Sourced by ./mvnw and ./cosell: points JAVA_HOME at a JDK 21 or later.
#
# Maven itself must run on 21+, not only the compiler: the Azure Functions plugin loads our classes into
# Maven's own JVM, and on an older one it finds no function and says nothing.

cosell_jdk_major() { # prints the feature version of the JDK at $1, or nothing
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

cosell_find_jdk() {
    cosell_current="${JAVA_HOME-}"
    if [ -z "$cosell_current" ] && command -v javac >/dev/null 2>&1; then
        cosell_current="$(dirname "$(dirname "$(readlink -f "$(command -v javac)" 2>/dev/null || command -v javac)")")"
    fi
    cosell_major="$(cosell_jdk_major "$cosell_current")"
    if [ "${cosell_major:-0}" -ge 21 ]; then
        JAVA_HOME="$cosell_current"
        export JAVA_HOME
        return 0
    fi
    cosell_best=0
    set +f
    for cosell_home in \
        "${JAVA_HOME_21_X64-}" "${JAVA_HOME_25_X64-}" \
        /usr/lib/jvm/* /opt/java/* /opt/jdk* /usr/local/openjdk* \
        "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.asdf/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        cosell_major="$(cosell_jdk_major "$cosell_home")"
        if [ "${cosell_major:-0}" -ge 21 ] && [ "$cosell_major" -gt "$cosell_best" ]; then
            cosell_best="$cosell_major"
            JAVA_HOME="$cosell_home"
        fi
    done
    if [ "$cosell_best" -eq 0 ]; then
        echo "The Co-sell Connector needs a JDK 21 or later; found ${cosell_current:-none}. Install one, or set JAVA_HOME." >&2
        return 1
    fi
    export JAVA_HOME
}
