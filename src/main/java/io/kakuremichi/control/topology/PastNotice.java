package io.kakuremichi.control.topology;

/** Something that was told at that revision. */
public record PastNotice(long revision, Notice.Told notice) {}
