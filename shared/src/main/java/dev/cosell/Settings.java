package dev.cosell;

import dev.cosell.fieldmap.CrmProduct;
import dev.cosell.operate.budget.Allowance;
import dev.cosell.operate.notice.NoticeSettings;
import dev.cosell.operate.registration.Environment;
import dev.cosell.operate.relay.RelayTarget;
import dev.cosell.operate.relay.RelayTargets;
import dev.cosell.operate.share.RecordFilter;
import dev.cosell.problem.Failure;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.problem.RemoteSystem;
import dev.cosell.referral.Admission;
import dev.cosell.store.QueueNames;
import dev.cosell.store.StorageConnection;
import dev.cosell.sync.CustomerSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings of one installation, checked as a whole. */
public final class Settings {
    private static final Set<String> THIS_COMPUTER = Set.of("localhost", "127.0.0.1");
    private static final String UNRESOLVED = "@microsoft.keyvault(";
    /** What Azure calls the app, or its slot; Core Tools say localhost there. */
    private static final String HOST_NAME = "WEBSITE_HOSTNAME";

    private static final int MOST_DAYS = 3650;
    private static final int MOST_MINUTES = 7 * 24 * 60;

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final List<String> faults = new ArrayList<>();
    private StorageConnection storage;
    private Optional<String> givenHost = Optional.empty();

    private Settings() {}

    /**
     * Reads all settings.
     *
     * @param source value by name; absent and empty are the same
     * @throws Failure {@code MISCONFIGURED}, naming every fault at once, never a secret's value
     */
    public static Settings read(Function<String, Optional<String>> source) {
        Settings settings = checked(source);
        settings.throwFaults();
        return settings;
    }

    /** What is wrong with the settings, each fault by itself; never a secret's value. */
    static List<String> faults(Function<String, Optional<String>> source) {
        return List.copyOf(checked(source).faults);
    }

    private static Settings checked(Function<String, Optional<String>> source) {
        Settings settings = new Settings();
        for (Setting setting : Setting.values()) {
            String value = value(setting, source);
            settings.values.put(setting, value);
            settings.check(setting, value);
        }
        settings.givenHost = source.apply(HOST_NAME).map(String::strip);
        settings.checkCrm();
        settings.checkSignInPlace();
        settings.checkDynamicsSignIn();
        settings.checkSalesforceSignIn();
        settings.checkAdmission();
        settings.checkFilter();
        settings.checkCustomers();
        settings.checkEnvironment();
        settings.checkRelay();
        settings.checkNotices();
        settings.storage = settings.storage(source);
        return settings;
    }

    /**
     * The queues' names alone, for when other settings are wrong.
     *
     * @throws Failure {@code MISCONFIGURED}
     */
    static QueueNames queueNames(Function<String, Optional<String>> source) {
        return only(source, Setting.CRM_UPDATES_QUEUE, Setting.PARTNER_CENTER_UPDATES_QUEUE)
                .queues();
    }

    /** The same of the queue of what is passed on. */
    static String relayQueue(Function<String, Optional<String>> source) {
        return only(source, Setting.RELAY_QUEUE).text(Setting.RELAY_QUEUE);
    }

    private static Settings only(Function<String, Optional<String>> source, Setting... needed) {
        Settings settings = new Settings();
        for (Setting setting : needed) {
            settings.values.put(setting, value(setting, source));
            settings.check(setting, settings.text(setting));
        }
        settings.throwFaults();
        return settings;
    }

    /** The value, or its default; empty for none. */
    public String text(Setting setting) {
        return values.get(setting);
    }

    public Optional<String> optional(Setting setting) {
        return Optional.of(values.get(setting)).filter(value -> !value.isEmpty());
    }

    /** An address without a slash at its end. */
    public URI uri(Setting setting) {
        return URI.create(values.get(setting).replaceFirst("/+$", ""));
    }

    public boolean yes(Setting setting) {
        return values.get(setting).equalsIgnoreCase("true");
    }

    /** Of a setting that is a whole number. */
    public int number(Setting setting) {
        return Integer.parseInt(values.get(setting));
    }

    /** How often each system may be called. */
    public Map<RemoteSystem, Allowance> allowances() {
        int soft = number(Setting.CALLS_SOFT_LIMIT);
        return Map.of(
                RemoteSystem.PARTNER_CENTER,
                        new Allowance(count(Setting.PARTNER_CENTER_DAILY_CALLS), soft, Allowance.ALL),
                RemoteSystem.CRM,
                        new Allowance(count(Setting.CRM_DAILY_CALLS), soft, number(Setting.SALESFORCE_CALLS_SHARE)));
    }

    private OptionalLong count(Setting setting) {
        return optional(setting).stream().mapToLong(Long::parseLong).findFirst();
    }

    public Duration minutes(Setting setting) {
        return Duration.ofMinutes(Integer.parseInt(values.get(setting)));
    }

    /** Which referrals come in. */
    public Admission admission() {
        return new Admission(
                yes(Setting.SYNC_LEADS),
                Admission.kinds(text(Setting.INBOUND_KINDS)),
                yes(Setting.INBOUND_SPAM),
                Admission.quality(text(Setting.INBOUND_QUALITY)),
                Admission.locations(text(Setting.INBOUND_LOCATIONS)));
    }

    /** Which CRM this installation has. */
    public CrmProduct crm() {
        return CrmProduct.named(text(Setting.CRM)).orElse(CrmProduct.DYNAMICS);
    }

    /** The public address of this app: the one that is set, or the one that Azure gave it. */
    public Optional<URI> publicUrl() {
        return optional(Setting.PUBLIC_URL)
                .map(url -> URI.create(url.replaceFirst("/+$", "")))
                .or(() -> givenHost
                        .filter(host ->
                                host.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+") && !THIS_COMPUTER.contains(host))
                        .map(host -> URI.create("https://" + host)));
    }

    public Environment environment() {
        return Environment.named(text(Setting.ENVIRONMENT)).orElse(Environment.PRODUCTION);
    }

    /** Referrals that staging may write to. */
    public Set<String> stagingReferrals() {
        return Stream.of(text(Setting.STAGING_REFERRALS).split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Who else gets Partner Center's callbacks. */
    public List<RelayTarget> relay() {
        return RelayTargets.read(text(Setting.RELAY_URLS), publicUrl());
    }

    /** The end of a setting that is a day. */
    public Optional<Instant> endOf(Setting setting) {
        return date(text(setting))
                .map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(text));
        } catch (DateTimeParseException noDay) {
            return Optional.empty();
        }
    }

    public StorageConnection storage() {
        return storage;
    }

    public QueueNames queues() {
        return new QueueNames(text(Setting.CRM_UPDATES_QUEUE), text(Setting.PARTNER_CENTER_UPDATES_QUEUE));
    }

    private static String value(Setting setting, Function<String, Optional<String>> source) {
        return source.apply(setting.name())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .orElse(setting.otherwise());
    }

    private void check(Setting setting, String value) {
        if (value.isEmpty()) {
            if (setting.kind().required() && !isOfAnotherCrm(setting)) {
                faults.add(setting.name() + ": expected " + setting.meaning() + " Found nothing");
            }
            return;
        }
        if (setting.kind() != Setting.Kind.CONNECTION
                && value.toLowerCase(Locale.ROOT).startsWith(UNRESOLVED)) {
            fault(setting, "its value", "a Key Vault reference that did not resolve");
            return;
        }
        switch (setting.kind()) {
            case HTTPS, REQUIRED_HTTPS -> checkAddress(setting, value);
            case YES_NO -> {
                if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
                    fault(setting, "true or false", value);
                }
            }
            case DAYS -> {
                if (!value.matches("[1-9]\\d{0,3}") || Integer.parseInt(value) > MOST_DAYS) {
                    fault(setting, "a whole number of days, 1 to " + MOST_DAYS, value);
                }
            }
            case MINUTES -> {
                if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > MOST_MINUTES) {
                    fault(setting, "a whole number from 0 to " + MOST_MINUTES, value);
                }
            }
            case COUNT -> {
                if (!value.matches("[0-9]{1,9}")) {
                    fault(setting, "a whole number from 0 to 999999999", value);
                }
            }
            case PERCENT -> {
                if (!value.matches("[1-9][0-9]?|100")) {
                    fault(setting, "a whole number of percent, 1 to 100", value);
                }
            }
            case DATE -> {
                if (date(value).isEmpty()) {
                    fault(setting, "a day as yyyy-MM-dd", value);
                }
            }
            case QUEUE -> checkQueue(setting, value);
            case FILE -> checkFile(setting, value);
            case TEXT, REQUIRED, SECRET, REQUIRED_SECRET, CONNECTION -> {
                // Any text will do; a connection is resolved as a whole, from several settings.
            }
        }
    }

    private void checkAddress(Setting setting, String value) {
        try {
            URI uri = new URI(value);
            Optional<String> host = Optional.ofNullable(uri.getHost());
            boolean secure = "https".equalsIgnoreCase(uri.getScheme())
                    || "http".equalsIgnoreCase(uri.getScheme())
                            && host.filter(THIS_COMPUTER::contains).isPresent();
            boolean plain = Stream.of(uri.getRawUserInfo(), uri.getRawQuery(), uri.getRawFragment())
                    .allMatch(part -> part == null);
            if (secure && plain && host.isPresent()) {
                return;
            }
        } catch (URISyntaxException unreadable) {
            fault(setting, "an https address", shown(value));
            return;
        }
        fault(setting, "an https address without user, query and fragment", shown(value));
    }

    private void checkQueue(Setting setting, String value) {
        try {
            new QueueNames(value, value);
        } catch (IllegalArgumentException wrong) {
            faults.add(setting.name() + ": " + wrong.getMessage());
        }
    }

    private void checkFile(Setting setting, String value) {
        try {
            if (Files.isReadable(Path.of(value))) {
                return;
            }
        } catch (InvalidPathException wrong) {
            fault(setting, "the path of a file", "another text");
            return;
        }
        fault(setting, "a file that can be read", value);
    }

    /** The sign-in of the Partner Center user comes from somewhere, and is kept in one place. */
    private void checkSignInPlace() {
        List<Setting> vaults = Stream.of(Setting.KEY_VAULT_URL, Setting.SIGN_IN_VAULT_URL)
                .filter(vault -> optional(vault).isPresent())
                .toList();
        boolean folder = optional(Setting.SECRETS_FOLDER).isPresent();
        if (folder) {
            vaults.forEach(vault -> fault(Setting.SECRETS_FOLDER, "either it or " + vault, "both"));
        }
        if (vaults.isEmpty()
                && !folder
                && optional(Setting.PARTNER_CENTER_REFRESH_TOKEN).isEmpty()) {
            fault(
                    Setting.KEY_VAULT_URL,
                    "it, " + Setting.SECRETS_FOLDER + " or " + Setting.PARTNER_CENTER_REFRESH_TOKEN,
                    "neither");
        }
    }

    private void checkCrm() {
        if (CrmProduct.named(text(Setting.CRM)).isEmpty()) {
            fault(Setting.CRM, CrmProduct.names(), text(Setting.CRM));
        }
    }

    private boolean isOfAnotherCrm(Setting setting) {
        return Stream.of(CrmProduct.values())
                .filter(product -> product != crm())
                .anyMatch(product -> setting.name().startsWith(product.name() + "_"));
    }

    /** The connected app proves itself by its secret, or by a key that belongs to a user. */
    private void checkSalesforceSignIn() {
        if (crm() != CrmProduct.SALESFORCE) {
            return;
        }
        boolean bySecret = optional(Setting.SALESFORCE_CLIENT_SECRET).isPresent();
        boolean byKey = optional(Setting.SALESFORCE_PRIVATE_KEY).isPresent();
        if (bySecret == byKey) {
            fault(
                    Setting.SALESFORCE_CLIENT_SECRET,
                    "either it or " + Setting.SALESFORCE_PRIVATE_KEY,
                    byKey ? "both" : "neither");
        }
        if (byKey && optional(Setting.SALESFORCE_USERNAME).isEmpty()) {
            fault(
                    Setting.SALESFORCE_USERNAME,
                    "a value, because " + Setting.SALESFORCE_PRIVATE_KEY + " is set",
                    "nothing");
        }
    }

    /** A secret belongs to somebody; without one it is the app's own identity that signs in. */
    private void checkDynamicsSignIn() {
        if (crm() != CrmProduct.DYNAMICS
                || optional(Setting.DYNAMICS_CLIENT_SECRET).isEmpty()) {
            return;
        }
        for (Setting whose : List.of(Setting.DYNAMICS_TENANT_ID, Setting.DYNAMICS_CLIENT_ID)) {
            if (optional(whose).isEmpty()) {
                fault(whose, "a value, because " + Setting.DYNAMICS_CLIENT_SECRET + " is set", "nothing");
            }
        }
    }

    /** Words that a rule is made of must be words it knows. */
    private void checkAdmission() {
        try {
            Admission.kinds(text(Setting.INBOUND_KINDS));
        } catch (IllegalArgumentException wrong) {
            faults.add(Setting.INBOUND_KINDS + ": " + wrong.getMessage());
        }
        try {
            Admission.quality(text(Setting.INBOUND_QUALITY));
        } catch (IllegalArgumentException wrong) {
            faults.add(Setting.INBOUND_QUALITY + ": " + wrong.getMessage());
        }
    }

    private void checkEnvironment() {
        if (Environment.named(text(Setting.ENVIRONMENT)).isEmpty()) {
            fault(Setting.ENVIRONMENT, Environment.names(), text(Setting.ENVIRONMENT));
        }
    }

    /** Without the addresses: they may hold keys. What cannot be read of our own address is a fault of its own. */
    private void checkRelay() {
        if (faults.stream().anyMatch(fault -> fault.startsWith(Setting.PUBLIC_URL.name()))) {
            return;
        }
        try {
            relay();
        } catch (IllegalArgumentException wrong) {
            faults.add(Setting.RELAY_URLS + ": " + wrong.getMessage());
        }
    }

    private void checkFilter() {
        try {
            autoShareFilter();
        } catch (Failure wrong) {
            faults.add(Setting.AUTO_SHARE_FILTER + ": " + wrong.problem().detail());
        }
    }

    /** Which deals are shared by rule, in the words of the CRM; nothing for none. */
    public Optional<String> autoShareFilter() {
        return optional(Setting.AUTO_SHARE_FILTER).map(filter -> RecordFilter.checked(filter, crm()));
    }

    /** How customers and people are recognised, and what is filled in. */
    public CustomerSettings customers() {
        Map<String, String> written = new TreeMap<>();
        values.forEach((setting, value) -> written.put(setting.name(), value));
        if (optional(Setting.ACCOUNT_WEBSITE_COLUMN).isEmpty()) {
            written.put(Setting.ACCOUNT_WEBSITE_COLUMN.name(), crm().websiteColumn());
        }
        return CustomerSettings.read(written);
    }

    private void checkCustomers() {
        try {
            customers();
        } catch (Failure failure) {
            faults.add(failure.problem().detail());
        }
    }

    /** Where notices are sent; nothing if nobody wants any. */
    public Optional<NoticeSettings> notices() {
        return NoticeSettings.read(
                optional(Setting.NOTICE_KIND),
                optional(Setting.NOTICE_URL),
                optional(Setting.NOTICE_SECRET),
                optional(Setting.NOTICE_EVENTS));
    }

    private void checkNotices() {
        try {
            notices();
        } catch (Failure failure) {
            faults.add(failure.problem().detail());
        }
    }

    private void fault(Setting setting, String expected, String found) {
        faults.add(setting.name() + ": expected " + expected + ", found " + found);
    }

    /** Addresses are copied together with what should stay secret: a password before the host, a key in the query. */
    private static String shown(String address) {
        return address.replaceFirst("[?#].*", "?...").replaceFirst("//[^/]*@", "//...@");
    }

    private StorageConnection storage(Function<String, Optional<String>> source) {
        try {
            return StorageConnection.resolve(Setting.COSELL_STORAGE.name(), source);
        } catch (Failure failure) {
            faults.add(failure.problem().detail());
            return null;
        }
    }

    private void throwFaults() {
        if (!faults.isEmpty()) {
            throw Problem.of(ProblemCode.MISCONFIGURED, String.join("; ", faults))
                    .failure();
        }
    }
}
