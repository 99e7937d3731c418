/// The limits of what is kept of what was heard; nil is for ever, and without a limit.
package struct RetentionSetting: Hashable, Sendable {
    /// Counted from when it was heard.
    package var age: Duration?
    /// Bytes of the store in use.
    package var size: Int64?

    package init() {}
}
