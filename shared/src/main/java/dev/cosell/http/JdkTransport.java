package dev.cosell.http;

import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLHandshakeException;

/**
 * The transport on the JDK's own client, in HTTP/1.1: no redirects, no retries, a limit on time and size of every
 * answer. The client is built on first use and shared by all calls; headers and bodies are never logged.
 */
public final class JdkTransport implements Transport {
    /** In bytes, before and after decompression: a page of 200 referrals is below 2 MiB. */
    public static final int LARGEST_ANSWER = 16 * 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1");

    static {
        // The JDK's client repeats a GET once when a pooled connection turns out to be dead, and a connect once when it
        // is refused. Both would be calls that nobody decided, reserved or counted. These are the only switches, they
        // hold for the whole process and are read once, at its first call: this class must be loaded before any other
        // use
        // of that client (the Azure libraries are one), or the host sets them itself.
        setIfAbsent("jdk.httpclient.redirects.retrylimit", "1");
        setIfAbsent("jdk.httpclient.disableRetryConnect", "true");
    }

    private final TrustStore trust;
    private final CallMeter meter;
    private final int largestAnswer;
    private HttpClient client;

    public JdkTransport(TrustStore trust, CallMeter meter) {
        this(trust, meter, LARGEST_ANSWER);
    }

    /** @param largestAnswer in bytes, before and after decompression */
    public JdkTransport(TrustStore trust, CallMeter meter, int largestAnswer) {
        this.trust = trust;
        this.meter = meter;
        this.largestAnswer = largestAnswer;
    }

    @Override
    public Answer send(Call call) {
        HttpRequest request = request(call);
        HttpClient sender = client();
        meter.admit(call.system());
        AtomicInteger status = new AtomicInteger();
        try {
            CompletableFuture<HttpResponse<byte[]>> answer = sender.sendAsync(request, info -> {
                status.set(info.statusCode());
                return new BoundedBody(largestAnswer);
            });
            Answer whole = answer(await(answer, call.timeout()));
            HttpProblems.retryAfter(whole, Instant.now()).ifPresent(time -> meter.askedToWait(call.system(), time));
            return whole;
        } catch (TimeoutException e) {
            throw lost(call, ProblemCode.TIMED_OUT, "no answer within " + call.timeout(), e);
        } catch (IOException e) {
            throw broken(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw lost(call, ProblemCode.UNAVAILABLE, "interrupted while waiting for an answer", e);
        } finally {
            meter.count(call.system(), call.method(), status.get());
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_TIMEOUT)
                    .sslContext(trust.sslContext())
                    .build();
        }
        return client;
    }

    /** The client's own timeout ends with the headers; ours covers the last byte of the body. */
    private static HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> answer, Duration timeout)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static HttpRequest request(Call call) {
        checkAddress(call.uri());
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(call.uri())
                    .method(
                            call.method(),
                            call.body().length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(call.body()))
                    .setHeader("accept-encoding", "gzip");
            call.headers().forEach(request::setHeader);
            return request.build();
        } catch (IllegalArgumentException malformed) {
            // Not chained: the JDK quotes the header, which may be the access token.
            throw Problem.of(
                            ProblemCode.UNEXPECTED,
                            "expected header values of printable characters on one line, found another in "
                                    + call.method() + " " + call.uri().getHost())
                    .from(call.system())
                    .failure();
        }
    }

    private static void checkAddress(URI uri) {
        String host = uri.getHost();
        boolean allowed = host != null
                && ("https".equalsIgnoreCase(uri.getScheme())
                        || "http".equalsIgnoreCase(uri.getScheme())
                                && THIS_COMPUTER.contains(host.toLowerCase(Locale.ROOT)));
        if (!allowed) {
            throw Problem.of(
                            ProblemCode.MISCONFIGURED,
                            "expected an https address, found " + uri.getScheme() + " and host " + host)
                    .failure();
        }
    }

    private Answer answer(HttpResponse<byte[]> response) throws IOException {
        Map<String, String> headers = new HashMap<>();
        response.headers()
                .map()
                .forEach((name, values) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), values.getFirst()));
        boolean gzip = "gzip".equalsIgnoreCase(headers.get("content-encoding")) && response.body().length > 0;
        return new Answer(
                response.statusCode(), Map.copyOf(headers), gzip ? inflate(response.body()) : response.body());
    }

    private byte[] inflate(byte[] body) throws IOException {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] bytes = plain.readNBytes(largestAnswer + 1);
            if (bytes.length > largestAnswer) {
                throw BoundedBody.tooLarge(largestAnswer);
            }
            return bytes;
        }
    }

    private static Failure broken(Call call, IOException cause) {
        if (neverSent(cause)) {
            return Problem.of(
                            ProblemCode.UNAVAILABLE,
                            "no connection to " + call.uri().getHost() + ": " + reason(cause))
                    .from(call.system())
                    .failure(cause);
        }
        return lost(call, ProblemCode.UNAVAILABLE, reason(cause), cause);
    }

    private static boolean neverSent(IOException cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof SSLHandshakeException;
    }

    /** The call may have arrived: what it did is unknown unless it only read. */
    private static Failure lost(Call call, ProblemCode code, String detail, Exception cause) {
        Problem problem = Problem.of(code, call.method() + " " + call.uri().getHost() + ": " + detail)
                .from(call.system());
        return (call.writes() ? problem.withOutcomeUnknown() : problem).failure(cause);
    }

    private static String reason(IOException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static void setIfAbsent(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
