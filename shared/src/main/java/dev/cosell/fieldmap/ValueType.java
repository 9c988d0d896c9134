package dev.cosell.fieldmap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cosell.referral.CoSellType;
import dev.cosell.referral.MicrosoftsAnswer;
import dev.cosell.referral.Referral;
import dev.cosell.referral.RegistrationHistory;
import dev.cosell.referral.Solution;
import dev.cosell.referral.Status;
import dev.cosell.referral.Team;
import dev.cosell.referral.TeamMember;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How a kind of value is read from and written to each side's stored form.
 *
 * <p>Reading is lenient and never throws: what cannot be read is unknown (an empty {@link Optional}), and unknown is
 * neither a change nor an agreement.
 */
public enum ValueType {
    /** One line or many. Partner Center shows some characters HTML-escaped; the CRM uses its own line ends. */
    TEXT {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            String text = stored.getFirst().asText("");
            return Optional.of(text(side == Side.PARTNER_CENTER ? Html.unescape(text) : text));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return List.of(node(side, cut(value, limit)));
        }
    },

    /** A deal's name: a text, without the mark that Microsoft's own connector put before it. */
    NAME {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            String text = stored.getFirst().asText("");
            return Optional.of(text(withoutMark(side == Side.PARTNER_CENTER ? Html.unescape(text) : text)));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return List.of(node(side, cut(value, limit)));
        }
    },

    /** A key, code or label: written as it is, compared as it is. */
    CODE {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(text(stored.getFirst().asText("")));
        }
    },

    /** ISO 4217, upper case. */
    CURRENCY {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(upperCase(stored));
        }
    },

    /** ISO 3166-1 alpha-2, upper case. */
    COUNTRY {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(upperCase(stored));
        }
    },

    /** A decimal number; Partner Center also shows and takes it as a text. */
    MONEY {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            JsonNode node = stored.getFirst();
            String text = node.asText("").strip();
            if (!node.isNumber() && text.isEmpty()) {
                return Optional.of(Value.EMPTY);
            }
            try {
                BigDecimal amount = node.isNumber() ? node.decimalValue() : new BigDecimal(text);
                return Math.abs((long) amount.precision() - amount.scale()) > MOST_DIGITS
                        ? Optional.empty()
                        : Optional.of(new Value.Amount(amount));
            } catch (NumberFormatException unreadable) {
                return Optional.empty();
            }
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            if (!(value instanceof Value.Amount(BigDecimal amount))) {
                return List.of(NullNode.getInstance());
            }
            BigDecimal rounded = side == Side.CRM && limit.precision().isPresent()
                    ? amount.setScale(limit.precision().getAsInt(), RoundingMode.HALF_UP)
                    : amount;
            BigDecimal shortest = new Value.Amount(rounded).amount();
            // Plain digits on the wire: 1E+3 is not a number to every reader.
            return List.of(DecimalNode.valueOf(shortest.scale() < 0 ? shortest.setScale(0) : shortest));
        }
    },

    /** A day: midnight UTC in Partner Center, date-only in the CRM. */
    DATE {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            String text = stored.getFirst().asText("").strip();
            if (text.isEmpty()) {
                return Optional.of(Value.EMPTY);
            }
            try {
                LocalDate day = text.length() == 10
                        ? LocalDate.parse(text)
                        : Referral.parseInstant(text)
                                .map(instant -> instant.atZone(ZoneOffset.UTC).toLocalDate())
                                .orElse(null);
                return Optional.ofNullable(day).map(Value.Day::new);
            } catch (DateTimeParseException unreadable) {
                return Optional.empty();
            }
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            if (!(value instanceof Value.Day(LocalDate day))) {
                return List.of(NullNode.getInstance());
            }
            return List.of(TextNode.valueOf(side == Side.CRM ? day.toString() : day + "T00:00:00Z"));
        }
    },

    FLAG {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(
                    stored.getFirst().isNull()
                            ? Value.EMPTY
                            : new Value.Flag(stored.getFirst().asBoolean()));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return List.of(BooleanNode.valueOf(value instanceof Value.Flag(boolean on) && on));
        }
    },

    /** Status and substatus in Partner Center; in the CRM, what the field's {@link States} say. */
    STATUS {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Status.of(stored.get(0).asText(""), stored.get(1).asText(""))
                    .map(status -> status == Status.RECEIVED ? Status.PENDING : status)
                    .map(Value.Stage::new);
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            if (!(value instanceof Value.Stage(Status status))) {
                throw new IllegalArgumentException("a status cannot be " + value);
            }
            return List.of(TextNode.valueOf(status.status()), TextNode.valueOf(status.substatus()));
        }
    },

    /**
     * Solutions: objects with an id in Partner Center; in the CRM ids separated by semicolons, read however people
     * separate them.
     */
    SOLUTIONS {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            TreeSet<String> ids = new TreeSet<>();
            if (side == Side.PARTNER_CENTER) {
                stored.getFirst().forEach(solution -> addId(ids, Referral.textOf(solution, "/id")));
            } else {
                ids.addAll(Solution.ids(stored.getFirst().asText("")));
            }
            return Optional.of(new Value.Items(ids));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            TreeSet<String> ids = value instanceof Value.Items items ? new TreeSet<>(items.ids()) : new TreeSet<>();
            if (side == Side.CRM) {
                return List.of(ids.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(String.join("; ", ids)));
            }
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            ids.forEach(id -> list.addObject().put("id", id).put("type", "Name"));
            return List.of(list);
        }
    },

    /**
     * A person of the CRM in one of a referral's lists of people. In the CRM, what one related row shows: its id, first
     * name, last name, e-mail, phone and, if mapped, title. Partner Center's list keeps whoever else is in it.
     */
    PEOPLE {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            List<TeamMember> members = side == Side.PARTNER_CENTER
                    ? TeamMember.list(stored.getFirst())
                    : Stream.of(person(stored))
                            .filter(person -> !person.isNobody())
                            .toList();
            return Optional.of(new Value.People(members));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            if (side == Side.CRM) {
                throw new IllegalArgumentException("people are not written to the CRM through the field map");
            }
            return List.of(withMembers(JsonNodeFactory.instance.arrayNode(), value));
        }

        private static TeamMember person(List<JsonNode> stored) {
            List<String> parts = stored.stream().map(node -> node.asText("")).toList();
            return new TeamMember(
                    parts.get(1), parts.get(2), parts.get(3), parts.get(4), parts.size() > 5 ? parts.get(5) : "");
        }
    },

    /** An entry of one of Microsoft's lists: its id in Partner Center, its name in the CRM. */
    TERM {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(text(stored.getFirst().asText("").strip()));
        }
    },

    /** IP or services co-sell: what a referral's attributes show, a choice in the CRM; never written to Partner Center. */
    CO_SELL_TYPE {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            String label = stored.getFirst().asText("");
            Optional<CoSellType> type =
                    side == Side.PARTNER_CENTER ? CoSellType.of(stored.getFirst()) : CoSellType.byLabel(label);
            boolean unreadable = type.isEmpty() && side == Side.CRM && !label.isBlank();
            return unreadable
                    ? Optional.empty()
                    : Optional.of(type.<Value>map(found -> new Value.Text(found.label()))
                            .orElse(Value.EMPTY));
        }
    },

    /** Status and substatus of Microsoft's half, said in words. */
    MICROSOFTS_ANSWER {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            if (side == Side.CRM) {
                return Optional.of(text(stored.getFirst().asText("")));
            }
            return Status.of(stored.get(0).asText(""), stored.get(1).asText(""))
                    .map(MicrosoftsAnswer::words)
                    .map(Value.Text::new);
        }

        /** Only ever shown: to Partner Center there is nothing to be said. */
        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return side == Side.CRM
                    ? List.of(node(side, value))
                    : List.of(NullNode.getInstance(), NullNode.getInstance());
        }
    },

    /** A team: one line per member, name and e-mail. */
    TEAM {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            return Optional.of(text(side == Side.CRM ? stored.getFirst().asText("") : Team.lines(stored.getFirst())));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return List.of(node(side, cut(value, limit)));
        }
    },

    /** How far the registration of a deal is: its state, or its history in words. */
    REGISTRATION {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            JsonNode node = stored.getFirst();
            if (side == Side.PARTNER_CENTER && !node.isTextual()) {
                return Optional.of(text(RegistrationHistory.words(node)));
            }
            return Optional.of(text(node.asText("").equals(NOT_REGISTERED) ? "" : node.asText("")));
        }

        @Override
        List<JsonNode> write(Side side, Value value, Limit limit) {
            return List.of(node(side, cut(value, limit)));
        }
    },

    /** The referral's page in the portal, made from its id. */
    REFERRAL_LINK {
        @Override
        Optional<Value> read(Side side, List<JsonNode> stored) {
            String text = stored.getFirst().asText("");
            return Optional.of(text(side == Side.PARTNER_CENTER && !text.isEmpty() ? Referral.webAddress(text) : text));
        }
    };

    private static final Pattern MARKS = Pattern.compile("^\\s*(?:[\u2714\u2716]\uFE0F?\\s*)+");

    /** No deal has more digits; 1E999999999, as a number or a text, would exhaust the memory when written out. */
    private static final int MOST_DIGITS = 30;

    private static final String NOT_REGISTERED = "None";

    /**
     * The meaning of a stored form.
     *
     * @param stored one node per source path of the field; JSON null means explicitly empty
     * @return nothing if the form cannot be read
     */
    abstract Optional<Value> read(Side side, List<JsonNode> stored);

    /** The stored form of a value, cut and rounded to what the column can hold; by default a text as it is. */
    List<JsonNode> write(Side side, Value value, Limit limit) {
        return List.of(node(side, value));
    }

    /** Whether the CRM takes only what it has on a list of its own, so that a record is better made without it. */
    boolean mayBeUnknownThere() {
        return this == TERM || this == CO_SELL_TYPE;
    }

    /** How many pointers a field of this type has in a referral. */
    int pointers() {
        return this == STATUS || this == MICROSOFTS_ANSWER ? 2 : 1;
    }

    /** A column's value as it is, where nothing says what it means. */
    static Value asItIs(JsonNode stored) {
        if (stored.isNumber()) {
            return new Value.Amount(stored.decimalValue());
        }
        return stored.isBoolean() ? new Value.Flag(stored.asBoolean()) : text(stored.asText());
    }

    /** A converted value as its column can hold it: texts cut, numbers rounded. */
    static JsonNode fitting(JsonNode converted, Limit limit) {
        if (converted.isNumber()) {
            return MONEY.write(Side.CRM, new Value.Amount(converted.decimalValue()), limit)
                    .getFirst();
        }
        return converted.isTextual() ? node(Side.CRM, cut(text(converted.asText()), limit)) : converted;
    }

    private static Value upperCase(List<JsonNode> stored) {
        return text(stored.getFirst().asText("").strip().toUpperCase(Locale.ROOT));
    }

    /** Line ends and trailing blanks are how a side stores a text, not what it says. */
    private static Value text(String text) {
        String plain = text.replace("\r\n", "\n").replace('\r', '\n').stripTrailing();
        return plain.isEmpty() ? Value.EMPTY : new Value.Text(plain);
    }

    /** Microsoft's own connector puts a check or cross mark before the name of a synchronised opportunity. */
    private static String withoutMark(String text) {
        return MARKS.matcher(text).replaceFirst("");
    }

    static boolean isMarked(String name) {
        return MARKS.matcher(name).lookingAt();
    }

    /** Partner Center has no null for its texts; the CRM has no empty text. */
    private static JsonNode node(Side side, Value value) {
        if (value.isEmpty()) {
            return side == Side.CRM ? NullNode.getInstance() : TextNode.valueOf("");
        }
        return TextNode.valueOf(value.toString());
    }

    private static Value cut(Value value, Limit limit) {
        if (!(value instanceof Value.Text(String text))
                || limit.maxLength().isEmpty()
                || text.length() <= limit.maxLength().getAsInt()) {
            return value;
        }
        int end = Math.max(0, limit.maxLength().getAsInt() - 1);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new Value.Text(text.substring(0, end).stripTrailing() + "\u2026");
    }

    /** A list of entries with ids, in which every entry that was shown before stays as it was. */
    static JsonNode keepingEntries(JsonNode list, JsonNode shown) {
        Map<String, JsonNode> before = new HashMap<>();
        if (shown != null) {
            shown.forEach(entry -> Referral.textOf(entry, "/id").ifPresent(id -> before.put(id.strip(), entry)));
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        list.forEach(entry -> kept.add(before.getOrDefault(entry.path("id").asText(), entry)));
        return kept;
    }

    /** A list of people in which everybody who was shown before stays, and those of a value are there and up to date. */
    static JsonNode withMembers(JsonNode shown, Value value) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        List<TeamMember> missing =
                new ArrayList<>(value instanceof Value.People people ? people.members() : List.<TeamMember>of());
        if (shown.isArray()) {
            for (JsonNode entry : shown) {
                String key = TeamMember.of(entry).key();
                Optional<TeamMember> known = missing.stream()
                        .filter(member -> member.key().equals(key))
                        .findFirst();
                list.add(known.<JsonNode>map(member -> member.onto(entry)).orElse(entry));
                known.ifPresent(missing::remove);
            }
        }
        missing.forEach(member -> list.add(member.onto(NullNode.getInstance())));
        return list;
    }

    /** Whether values of this kind are lists, which are only written whole and onto what the side shows just now. */
    public boolean isList() {
        return this == SOLUTIONS || this == PEOPLE;
    }

    private static void addId(TreeSet<String> ids, Optional<String> id) {
        id.map(String::strip).filter(text -> !text.isEmpty()).ifPresent(ids::add);
    }
}
