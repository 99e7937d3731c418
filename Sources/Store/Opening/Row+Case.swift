import GRDB

extension Row {
    /// Reads a value of a closed list.
    ///
    /// - Throws: `RowDecodingError` if there is no such value, `DatabaseError` of a damaged store if it is on no list.
    func decodeCase<Value: RawRepresentable>(_ type: Value.Type = Value.self, forColumn name: String) throws -> Value
    where Value.RawValue: DatabaseValueConvertible {
        guard let value = Value(rawValue: try decode(forColumn: name)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a value of \(name) is none that there is")
        }
        return value
    }
}
