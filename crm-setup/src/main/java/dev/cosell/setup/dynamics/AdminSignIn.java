package dev.cosell.setup.dynamics;

import com.microsoft.aad.msal4j.DeviceCodeFlowParameters;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.InteractiveRequestParameters;
import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SystemBrowserOptions;
import dev.cosell.http.MsalTransport;
import dev.cosell.http.TokenSource;
import dev.cosell.http.Transport;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.setup.SetUpFailure;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The administrator signs in in a browser: with a code that comes back to this computer (authorization code with PKCE), or
 * with a code that is entered on any computer. The token is kept in memory for this run and nowhere else.
 *
 * @see <a href="https://learn.microsoft.com/power-apps/developer/data-platform/authenticate-oauth">OAuth with Dataverse</a>
 */
public final class AdminSignIn implements TokenSource {
    /** Second factors and a forgotten password included; the library's own limit is two minutes. */
    private static final Duration TIME_TO_SIGN_IN = Duration.ofMinutes(10);

    private static final URI THIS_COMPUTER = URI.create("http://localhost");

    private final PublicClientApplication client;
    private final Set<String> scope;
    private final boolean deviceCode;
    private final Duration patience;
    private final PrintStream out;
    private String token = "";

    /**
     * Asks nobody yet.
     *
     * @param environment whose API is called
     * @param tenant id or domain, or {@code organizations} for any
     * @param out where the address or the code is shown
     */
    public AdminSignIn(
            URI environment, String tenant, String clientId, boolean deviceCode, Transport transport, PrintStream out) {
        this(environment, tenant, clientId, deviceCode, TIME_TO_SIGN_IN, transport, out);
    }

    /** @param patience with a person at a browser on this computer; a code that is entered elsewhere has its own time */
    AdminSignIn(
            URI environment,
            String tenant,
            String clientId,
            boolean deviceCode,
            Duration patience,
            Transport transport,
            PrintStream out) {
        try {
            this.client = PublicClientApplication.builder(clientId)
                    .authority("https://login.microsoftonline.com/" + tenant + "/")
                    // Microsoft's own authority needs no discovery.
                    .validateAuthority(false)
                    .instanceDiscovery(false)
                    .httpClient(new MsalTransport(RemoteSystem.CRM, transport))
                    .build();
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new SetUpFailure(
                    "Expected a tenant and an application to sign in with, found " + tenant + " and " + clientId + ": "
                            + e.getMessage(),
                    e);
        }
        this.scope = Set.of(environment + "/user_impersonation");
        this.deviceCode = deviceCode;
        this.patience = patience;
        this.out = out;
    }

    @Override
    public synchronized String token() {
        if (token.isEmpty()) {
            token = signIn();
        }
        return token;
    }

    @Override
    public synchronized void refused() {
        token = "";
    }

    private String signIn() {
        try {
            return (deviceCode ? withCode() : inBrowser()).join().accessToken();
        } catch (CompletionException e) {
            throw new SetUpFailure(
                    "Expected a sign-in, found none: " + e.getCause().getMessage()
                            + (deviceCode ? "" : "; the page in the browser says why"),
                    e.getCause());
        }
    }

    private CompletableFuture<IAuthenticationResult> withCode() {
        return client.acquireToken(DeviceCodeFlowParameters.builder(scope, code -> out.println(code.message()))
                .build());
    }

    private CompletableFuture<IAuthenticationResult> inBrowser() {
        SystemBrowserOptions browser = SystemBrowserOptions.builder()
                .openBrowserAction(address ->
                        out.println("Open this address on this computer and sign in as an administrator: " + address))
                .build();
        return client.acquireToken(InteractiveRequestParameters.builder(THIS_COMPUTER)
                .scopes(scope)
                .systemBrowserOptions(browser)
                .httpPollingTimeoutInSeconds(Math.toIntExact(patience.toSeconds()))
                .build());
    }
}
