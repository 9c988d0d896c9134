package dev.cosell.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What one writes in an afternoon: an event is answered at once and worked on by one thread, which reads the referral, looks
 * for its record, and creates or changes it. What fails is written to the log and forgotten.
 */
public final class Naive {
    private static final String ID = "msft_microsoftpartnercenterreferralidentifier";

    private final Surroundings surroundings;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    private Naive(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) throws IOException {
        Naive naive = new Naive(Surroundings.read(System.getenv()));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), naive.surroundings.port()), 0);
        server.createContext("/", naive::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        System.out.println("ready");
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            worker.execute(() -> work(event));
            exchange.sendResponseHeaders(200, -1);
        }
    }

    private void work(String event) {
        try {
            String id = Documents.referralOf(event);
            ObjectNode columns = Documents.opportunity(
                    call("GET", surroundings.referrals() + "/" + id, surroundings.referralsToken(), ""));
            String found = call("GET", opportunities("?$select=opportunityid&$filter=" + filter(id)), crmToken(), "");
            JsonNode records = Documents.read(found).path("value");
            if (records.isEmpty()) {
                call("POST", opportunities(""), crmToken(), columns.put(ID, id).toString());
            } else {
                String record = records.path(0).path("opportunityid").asText();
                call("PATCH", opportunities("(" + record + ")"), crmToken(), columns.toString());
            }
        } catch (IOException e) {
            System.err.println("Given up: " + event + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String crmToken() {
        return surroundings.crmToken();
    }

    private String opportunities(String rest) {
        return surroundings.crm() + "/opportunities" + rest;
    }

    private static String filter(String id) {
        return URLEncoder.encode(ID + " eq '" + id + "'", StandardCharsets.UTF_8)
                .replace("+", "%20");
    }

    private String call(String method, String address, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() > 299) {
            throw new IOException(method + " " + address + ": " + answer.statusCode());
        }
        return answer.body();
    }
}
