package dev.cosell.operate.doctor;

/**
 * What a month costs at Azure in US dollars, at list {@link Price prices}. Partner Center and the CRM charge nothing for calls.
 *
 * @param functions executions and memory time of a Flex Consumption plan, on demand
 * @param queues transactions
 * @param tables transactions, and what is stored
 * @param blobs the host's
 * @param logs telemetry
 * @param vaults reads of secrets
 */
record Cost(double functions, double queues, double tables, double blobs, double logs, double vaults) {
    static Cost of(Month month) {
        return new Cost(
                Price.EXECUTION.of(month.executions()) + Price.GB_SECOND.of(month.gbSeconds()),
                Price.QUEUE_TRANSACTION.of(month.queueTransactions()),
                Price.TABLE_TRANSACTION.of(month.tableTransactions()) + Price.GB_IN_TABLES.of(month.storedGb()),
                Price.BLOB_WRITE.of(month.blobWrites()),
                Price.GB_OF_LOGS.of(month.logGb()),
                Price.VAULT_OPERATION.of(month.vaultOperations()));
    }

    double storage() {
        return queues + tables + blobs;
    }

    double all() {
        return functions + storage() + logs + vaults;
    }
}
