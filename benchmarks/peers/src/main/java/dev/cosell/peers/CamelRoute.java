package dev.cosell.peers;

import static org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository.memoryIdempotentRepository;

import com.azure.storage.queue.QueueServiceClient;
import com.azure.storage.queue.QueueServiceClientBuilder;
import java.io.IOException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.main.Main;

/**
 * The same job as an Apache Camel route, tuned as its documentation advises: an event goes onto an Azure storage queue; a
 * consumer takes up to 32 messages at a time, drops those it has seen, reads the referral and writes the opportunity by its
 * alternate key, with as many threads as it is given; calls are tried again with growing delays, and a message that fails
 * for good stays on the queue.
 */
public final class CamelRoute extends RouteBuilder {
    private static final String QUEUE = "deals";
    private static final int REMEMBERED = 100_000;
    private static final String KEY = "event";
    private static final String REFERRAL = "referral";
    /** Where a call goes is said in its headers. */
    private static final String HTTP = "https:any?maxTotalConnections=200&connectionsPerRoute=100";

    private final Surroundings surroundings;

    private CamelRoute(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    public static void main(String[] args) throws Exception {
        Surroundings surroundings = Surroundings.read(System.getenv());
        QueueServiceClient storage = new QueueServiceClientBuilder()
                .connectionString(surroundings.storage())
                .buildClient();
        storage.getQueueClient(QUEUE).createIfNotExists();
        Main main = new Main();
        main.bind("storage", storage);
        main.configure().addRoutesBuilder(new CamelRoute(surroundings));
        main.configure().withShutdownTimeout(5);
        main.start();
        System.out.println("ready");
        Thread.currentThread().join();
    }

    @Override
    public void configure() {
        onException(HttpOperationFailedException.class, IOException.class)
                .maximumRedeliveries(8)
                .redeliveryDelay(500)
                .backOffMultiplier(2)
                .useExponentialBackOff()
                .maximumRedeliveryDelay(15_000)
                .useCollisionAvoidance()
                .asyncDelayedRedelivery();

        from("undertow:http://127.0.0.1:" + surroundings.port() + "/events?httpMethodRestrict=POST")
                .convertBodyTo(String.class)
                .to("azure-storage-queue://account/" + QUEUE + "?serviceClient=#storage&operation=sendMessage")
                .setBody(constant(""));

        from("azure-storage-queue://account/" + QUEUE
                        + "?serviceClient=#storage&maxMessages=32&visibilityTimeout=PT60S&delay=100&greedy=true")
                .convertBodyTo(String.class)
                .threads(surroundings.workers(), surroundings.workers())
                .process(CamelRoute::understand)
                .idempotentConsumer(exchangeProperty(KEY), memoryIdempotentRepository(REMEMBERED))
                .process(exchange -> calls(exchange, "GET", referral(exchange), surroundings.referralsToken(), ""))
                .to(HTTP)
                .process(exchange ->
                        calls(exchange, "PATCH", opportunity(exchange), surroundings.crmToken(), columns(exchange)))
                .to(HTTP);
    }

    private static void understand(Exchange exchange) {
        String event = exchange.getMessage().getBody(String.class);
        exchange.setProperty(KEY, Documents.keyOf(event));
        exchange.setProperty(REFERRAL, Documents.referralOf(event));
    }

    private String referral(Exchange exchange) {
        return surroundings.referrals() + "/" + exchange.getProperty(REFERRAL, String.class);
    }

    private String opportunity(Exchange exchange) {
        return surroundings.crm() + "/opportunities(msft_microsoftpartnercenterreferralidentifier='"
                + exchange.getProperty(REFERRAL, String.class) + "')";
    }

    private static String columns(Exchange exchange) {
        return Documents.opportunity(exchange.getMessage().getBody(String.class))
                .toString();
    }

    private static void calls(Exchange exchange, String method, String address, String token, String body) {
        Message message = exchange.getMessage();
        message.removeHeaders("*", "CamelAzureStorageQueue*");
        message.setHeader(Exchange.HTTP_URI, address);
        message.setHeader(Exchange.HTTP_METHOD, method);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Authorization", "Bearer " + token);
        message.setBody(body.isEmpty() ? null : body);
    }
}
