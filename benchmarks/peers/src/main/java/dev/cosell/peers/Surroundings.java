package dev.cosell.peers;

import java.util.Map;

/**
 * Where a peer finds what it connects, from environment variables of the same names in capitals. Tokens are handed to it:
 * signing in is not what is compared.
 *
 * @param port {@code PEER_PORT}: on which it takes events, on 127.0.0.1
 * @param storage {@code PEER_STORAGE}: connection string of queue storage
 * @param referrals {@code PEER_REFERRALS}: address of Partner Center's referrals, without a slash at the end
 * @param referralsToken {@code PEER_REFERRALS_TOKEN}: bearer token for it
 * @param crm {@code PEER_CRM}: address of Dataverse's Web API, without a slash at the end
 * @param crmToken {@code PEER_CRM_TOKEN}: bearer token for it
 * @param workers {@code PEER_WORKERS}: how many events are worked on at a time
 */
record Surroundings(
        int port, String storage, String referrals, String referralsToken, String crm, String crmToken, int workers) {

    static Surroundings read(Map<String, String> environment) {
        return new Surroundings(
                Integer.parseInt(member(environment, "PEER_PORT")),
                member(environment, "PEER_STORAGE"),
                member(environment, "PEER_REFERRALS"),
                member(environment, "PEER_REFERRALS_TOKEN"),
                member(environment, "PEER_CRM"),
                member(environment, "PEER_CRM_TOKEN"),
                Integer.parseInt(member(environment, "PEER_WORKERS")));
    }

    private static String member(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("expected the environment variable " + name + ", found nothing");
        }
        return value;
    }
}
