/// Facts of an event as they lie in the input: borrowed bytes.
package struct FactsView {
    package var state: UnsafeRawBufferPointer?
    package var branch: UnsafeRawBufferPointer?
    package var severity: UnsafeRawBufferPointer?
    package var durationMilliseconds: Int64?
    package var number: Int64?

    package init() {}
}
