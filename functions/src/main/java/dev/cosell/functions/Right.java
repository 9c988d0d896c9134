package dev.cosell.functions;

import com.microsoft.azure.functions.HttpMethod;

/** What a request of an operator needs: only to look, or to act. */
enum Right {
    LOOK,
    ACT;

    /** Whatever is no reading acts. */
    static Right of(HttpMethod method) {
        return method == HttpMethod.GET ? LOOK : ACT;
    }
}
