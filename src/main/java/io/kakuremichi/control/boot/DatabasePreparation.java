package io.kakuremichi.control.boot;

/** Work on the embedded database before the application starts on it. */
@FunctionalInterface
public interface DatabasePreparation {
    /**
     * Prepares the database.
     *
     * @throws IllegalStateException with a sentence, if the start has to be refused
     */
    void prepare(StoppedControl control, StoppedControl.Database database);
}
