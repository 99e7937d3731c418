/// How long what was heard is kept; nil is for ever, and without a limit.
package struct RetentionSetting: Hashable, Sendable {
    /// Counted from when it was heard.
    package var age: Duration?
    /// Bytes of the store in use.
    package var size: Int64?

    package init() {}
}
