package dev.cosell.operate.budget;

import dev.cosell.problem.Problem;
import java.time.Instant;

/**
 * Why work of a lane does not begin now.
 *
 * @param since when this instance noticed
 * @param until when there are calls again at the latest
 */
public record Stop(Problem problem, Instant since, Instant until) {}
