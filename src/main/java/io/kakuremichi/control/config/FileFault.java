package io.kakuremichi.control.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/** Why a file cannot be used, in words for people; the messages of Java's exceptions often have only its name. */
public final class FileFault {
    private FileFault() {}

    /** The file, if it is known, and the reason. */
    public static String of(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " does not exist";
            case CharacterCodingException ignored -> "it is not a text in UTF-8";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException other ->
                other.getFile() + ": " + Objects.requireNonNullElse(other.getReason(), "the operating system refused");
            default -> Objects.requireNonNullElse(e.getMessage(), "the operating system refused");
        };
    }
}
