package dev.cosell.launcher.demo;

/** A deal that stands on both sides. */
record Deal(String name, String referralId, String recordId) {}
