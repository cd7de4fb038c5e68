package io.kakuremichi.control.browser;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a test its {@link Consoles}; at its end, holds its pages against what no page may do, keeps pictures of a failure, and closes them. */
final class BrowserExtension implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {
    private static final Namespace NAMESPACE = Namespace.create(BrowserExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Chromium.find().isPresent()) {
            return ConditionEvaluationResult.enabled("Chromium is there");
        }
        Chromium.reportMissing();
        return ConditionEvaluationResult.disabled("there is no Chromium");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Consoles.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var consoles = new Consoles(SharedBrowser.get(), SharedControl.get());
        context.getStore(NAMESPACE).put(Consoles.class, consoles);
        return consoles;
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        var consoles = context.getStore(NAMESPACE).remove(Consoles.class, Consoles.class);
        if (consoles == null) {
            return;
        }
        try (consoles) {
            if (context.getExecutionException().isPresent()) {
                consoles.keep(nameOf(context));
            } else {
                try {
                    consoles.check();
                } catch (AssertionError e) {
                    consoles.keep(nameOf(context));
                    throw e;
                }
            }
        }
    }

    private static String nameOf(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName() + "-" + context.getDisplayName();
    }
}
