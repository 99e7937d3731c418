package import Settings

/// The consequences of a changed configuration for a running program.
package struct ConfigurationChanges {
    /// Keys that count only after a restart.
    package private(set) var needsRestart: [String] = []

    package init(from old: Configuration, to new: Configuration) {
        if old.store != new.store { needsRestart.append("store") }
        if old.listen != new.listen { needsRestart.append("listen") }
        if old.retention != new.retention { needsRestart.append("retention") }
        if old.queueAge != new.queueAge { needsRestart.append("queue") }
    }
}
