package dev.cosell.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Guards counts, never times: what a view costs may depend on what it shows, not on how many pairs there are. */
class ListsTest {
    private static final int FEW = 500;
    private static final int MANY = 1500;
    private static final ListsBenchmark.Plan PLAN = new ListsBenchmark.Plan(List.of(FEW, MANY), 1, Duration.ofNanos(1));

    /** A page of fifty: a query per page and per empty phase before it, and one read per deal. */
    private static final int PAGE = 60;

    /** Per view the most transactions; all others are pages of fifty. */
    private static final Map<String, Integer> MOST = Map.of(
            "how many of each phase", 8,
            "one deal", 4,
            "a slice of a mass sync", 201);

    /** They walk, for a timer, through what they are about; a preview looks through what changed last. */
    private static final List<String> WALK = List.of(
            "20 deals for a preview of a field map",
            "500 deals for its daily comparison",
            "hourly: all that expires within 7 days");

    @Test
    void noPageViewCostsMoreBecauseThereAreMorePairs() {
        List<String> progress = new ArrayList<>();
        List<Figure> figures = new ListsBenchmark(PLAN, progress::add).run();

        List<String> tooMuch = figures.stream()
                .filter(figure -> !WALK.contains(figure.view()))
                .filter(figure -> figure.transactions() > MOST.getOrDefault(figure.view(), PAGE)
                        || figure.transactions() > 8 && figure.rows() > 2 * figure.transactions())
                .map(Figure::toString)
                .toList();
        assertEquals(List.of(), tooMuch);
        assertEquals(4, progress.size(), progress::toString);

        Map<String, List<Figure>> byView = figures.stream().collect(Collectors.groupingBy(Figure::view));
        List<Figure> preview = byView.get("20 deals for a preview of a field map");
        assertEquals(preview.getFirst().transactions(), preview.getLast().transactions());
        assertTrue(byView.values().stream().allMatch(sizes -> sizes.size() == 2));
    }

    @Test
    void theTableHasALinePerViewAndTheJsonAnEntryPerFigure() {
        Figure few = new Figure("held", 100, 50, 51, 100, 33_000, 20);
        Figure many = new Figure("held", 1000, 50, 51, 100, 34_000, 25);
        Figures figures = new Figures(List.of(few, many), PLAN);

        assertTrue(figures.table().contains("| held | 50 | 51 | 100 | 33 / 34 | 20 / 25 | 1.25 |"), figures::table);
        assertEquals(2, figures.json().path("figures").size());
        assertEquals(1000, figures.json().at("/figures/1/pairs").asInt());
    }
}
