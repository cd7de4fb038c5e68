package io.kakuremichi.control.browser;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.stream.Collectors;

/** Rules of WCAG 2.2 A and AA and good practice, as axe-core checks them. */
final class Accessibility {
    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private Accessibility() {}

    /** What breaks a rule on the page as it is shown now. */
    static List<String> violations(Page page) {
        return found(new AxeBuilder(page).withTags(RULES));
    }

    /** The same of the rule for contrast, the only one that depends on colours. */
    static List<String> contrasts(Page page) {
        return found(new AxeBuilder(page).withRules(List.of("color-contrast")));
    }

    private static List<String> found(AxeBuilder axe) {
        // In legacy mode it opens no page of its own.
        return axe.setLegacyMode(true).analyze().getViolations().stream()
                .map(Accessibility::describe)
                .toList();
    }

    private static String describe(Rule rule) {
        return rule.getId() + " (" + rule.getHelp() + "): "
                + rule.getNodes().stream()
                        .map(node -> node.getTarget() + " " + node.getHtml())
                        .limit(3)
                        .collect(Collectors.joining(" | "));
    }
}
