package io.kakuremichi.control.topology;

/** A notice with the revision of its change. */
public record PastNotice(long revision, Notice.Announcement notice) {}
