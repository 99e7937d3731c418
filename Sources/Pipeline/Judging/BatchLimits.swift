/// The limits at which a batch is kept; it is kept earlier if the keeper is idle and nothing more has come.
package struct BatchLimits: Sendable {
    package var lines = 4096
    package var signals = 2048
    /// Bytes of input: about how much text a batch can hold.
    package var bytes = 16 << 20
    /// Since the first packet that somebody waits for; and how long more of a recording is waited for.
    package var delay = Duration.milliseconds(20)

    /// The same of what nobody is shown or told: places, and posts without a topic.
    package var quietDelay = Duration.seconds(1)

    package init() {}
}
