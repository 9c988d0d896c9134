package dev.cosell.sync;

import dev.cosell.fieldmap.Side;
import dev.cosell.problem.Problem;
import dev.cosell.problem.ProblemCode;
import dev.cosell.referral.Members;
import dev.cosell.referral.Referral;
import dev.cosell.referral.TeamMember;
import dev.cosell.sync.pair.RecordRef;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds whose record a new one is: the first of the referral's own team who is a user of the CRM, by e-mail address or by
 * alias; else the fallback owner; else nobody, and it stays with the connector's own user. Nothing waits for it.
 */
final class FindingOwner {
    private final PairAtWork at;

    FindingOwner(PairAtWork at) {
        this.at = at;
    }

    Optional<RecordRef> owner(Referral referral) {
        List<TeamMember> team = TeamMember.list(Members.at(referral.document(), TeamMember.OWN)).stream()
                .filter(member -> !member.email().isEmpty())
                .toList();
        Optional<String> fallback = at.settings.customers().fallbackOwner().map(FindingOwner::address);
        Map<String, RecordRef> users = users(team, fallback);
        List<TeamMember> unmatched =
                team.stream().filter(member -> user(member, users).isEmpty()).toList();
        unmatched.forEach(member -> at.ports.people().note(member, at.pair().id(), at.clock()));
        Optional<RecordRef> owner = team.stream()
                .map(member -> user(member, users))
                .flatMap(Optional::stream)
                .findFirst();
        return owner.isPresent() ? owner : nobody(unmatched.size(), fallback, fallback.map(users::get));
    }

    private Map<String, RecordRef> users(List<TeamMember> team, Optional<String> fallback) {
        Set<String> emails = new LinkedHashSet<>();
        team.forEach(member -> addresses(member).forEach(emails::add));
        fallback.ifPresent(emails::add);
        return emails.isEmpty() ? Map.of() : at.ports.crm().customers().users(emails);
    }

    private Optional<RecordRef> user(TeamMember member, Map<String, RecordRef> users) {
        return addresses(member).filter(users::containsKey).map(users::get).findFirst();
    }

    private Stream<String> addresses(TeamMember member) {
        String own = address(member.email());
        return Stream.concat(
                Stream.of(own),
                Stream.ofNullable(at.settings.customers().aliases().get(own)));
    }

    /** A finding, not a stop: said on the timeline, and the people are on the list of those without a user. */
    private Optional<RecordRef> nobody(int unmatched, Optional<String> fallback, Optional<RecordRef> owner) {
        String found = unmatched == 0
                ? "expected somebody in the referral's own team, found nobody"
                : "expected a user of the CRM in the referral's own team, found none among " + unmatched;
        String instead = owner.isPresent()
                ? "the fallback owner has the record"
                : fallback.isPresent()
                        ? "the fallback owner is no user of the CRM either; the connector's own user has the record"
                        : "no fallback owner is set; the connector's own user has the record";
        at.note(
                "owner not found",
                Optional.of(Side.CRM),
                List.of(),
                Optional.of(Problem.of(ProblemCode.OWNER_UNMATCHED, found + ": " + instead)));
        return owner;
    }

    private static String address(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
