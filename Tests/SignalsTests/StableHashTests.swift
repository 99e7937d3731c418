import Language
import Signals
import Testing

/// Ids, point timestamps and file digests derive from this hash, so its values are facts that must never change.
@Suite struct StableHashTests {
    /// Made with the reference implementation (xxHash 0.8) from the bytes `index * 131 + 7`, with the seeds 0 and
    /// 2654435761.
    private static let vectors: [(length: Int, plain: UInt64, seeded: UInt64)] = [
        (0, 0xEF46_DB37_51D8_E999, 0xAC75_FDA2_929B_17EF),
        (1, 0xA96C_7F0C_E858_BBB7, 0x84E5_35B3_6672_440D),
        (2, 0xC22C_6A70_AD56_BBA6, 0xAFD9_FE43_791E_2F6E),
        (3, 0xBED4_3740_EE63_32BB, 0x00B7_7B48_5431_CE5D),
        (4, 0xFA21_2AE4_4B3B_B23D, 0x6049_2C4B_FCB7_0CAC),
        (5, 0xD339_DCC9_AC8E_6776, 0xDB92_B23C_2BA2_3485),
        (7, 0x2744_460D_D675_D2C0, 0xCDF8_3B72_9545_B016),
        (8, 0x994B_676B_71CE_94DD, 0xF424_EDEB_FEA8_D23F),
        (9, 0x572B_84C1_8B98_3AF8, 0xD9E1_1608_C705_0C46),
        (11, 0x97F0_78DA_7A1A_590C, 0xEC85_44D7_94BA_09C3),
        (12, 0xB92F_588C_E720_786E, 0xDDD8_9BDB_F8AA_26E0),
        (13, 0xDADC_8A62_55B4_829B, 0xDC56_9F6B_9775_D30B),
        (15, 0x09E6_451E_D2FF_8B1D, 0xC812_576B_9FD2_96EE),
        (16, 0x94AD_0095_E72B_24D5, 0x4EFF_E275_897A_BAB4),
        (17, 0x1464_F2EF_F23B_5FE1, 0xD4C8_0AAC_CD98_1F7D),
        (20, 0x6782_2FA8_0E0C_8933, 0xDF2F_5FFF_0581_5E8A),
        (23, 0xCF65_B695_86B0_5FAB, 0x1714_10D6_A3CF_E987),
        (24, 0x0A3B_0194_F3AF_E0B8, 0x24A6_97DE_08A3_87E6),
        (28, 0x01A6_F3D2_24FA_7D3B, 0x8291_2152_5D1F_8DDE),
        (31, 0x6711_D55E_306B_5D8F, 0xFA12_59CC_8B20_EB58),
        (32, 0x07F7_B8E3_BC5D_6E25, 0x920F_3E10_A5DB_09C6),
        (33, 0x09F8_5EEB_4E1C_BE9F, 0x3D80_5E87_12CB_4890),
        (39, 0xB13C_137A_0FB7_01C3, 0xBC29_3EB2_16B8_290E),
        (40, 0xD251_5017_7BA4_6490, 0x9A1C_D34E_5C66_F41E),
        (63, 0xB7C9_968C_066C_B6A5, 0x184B_C509_7530_BB9A),
        (64, 0x50D4_159A_0411_632E, 0x9466_7E10_D68B_3991),
        (65, 0xD277_176B_FF86_3EFC, 0xE181_E4D7_3691_5EB4),
        (95, 0x928C_35B9_89D3_C594, 0x45DD_151B_6FD3_50B4),
        (96, 0x18C8_F362_EB73_5341, 0xFC39_CB0F_7418_3B98),
        (100, 0x9DDA_DA11_D3DC_2D8F, 0x5766_BE67_82B9_6389),
        (127, 0x54CF_771B_5423_F6A7, 0x633E_DE84_0929_B992),
        (128, 0x0430_E433_B792_E757, 0x9DBF_7795_FE78_868E),
        (255, 0x15A6_DB05_D4E8_3DF4, 0x9936_5070_F4F2_2BF9),
        (256, 0xA2DB_E913_9652_56FC, 0xDEE9_B4BC_3776_6333),
        (1000, 0x0BF0_BDBC_C82E_B373, 0xB43E_3585_5304_9780),
        (1024, 0x5960_AF0C_625A_CFB7, 0x4025_931C_B0B6_4E6B),
        (65536, 0x42A4_7498_4325_5CEC, 0x9588_744E_3F41_204C),
    ]

    /// Known texts, as other programs print them.
    private static let texts: [(text: String, hash: UInt64)] = [
        ("", 0xEF46_DB37_51D8_E999),
        ("a", 0xD24E_C4F1_A98C_6E5B),
        ("abc", 0x44BC_2CF5_AD77_0999),
        ("xxhash", 0x32DD_3895_2C4B_C720),
        ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ]

    private static func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 131 &+ 7) }
    }

    @Test(arguments: vectors)
    func `it agrees with XXH64 at every length`(vector: (length: Int, plain: UInt64, seeded: UInt64)) {
        Self.bytes(vector.length).withUnsafeBytes { bytes in
            #expect(StableHash.hash(bytes) == vector.plain)
            #expect(StableHash.hash(bytes, seed: 2_654_435_761) == vector.seeded)
        }
    }

    @Test(arguments: texts)
    func `it hashes a text as its UTF-8 bytes`(text: String, hash: UInt64) {
        #expect(StableHash.hash(text) == hash)
    }

    /// The sanity buffer of the xxHash project, with its published results.
    @Test(
        arguments: [
            (1, 0xE934_A84A_DB05_2768, 0x5014_6076_43A9_B4C3), (4, 0x9136_A0DC_A574_57EE, 0xCAAB_286B_D8E9_FDB5),
            (14, 0x8282_DCC4_994E_35C8, 0xC3BD_6BF6_3DEB_6DF0), (222, 0xB641_AE8C_B691_C174, 0x20CB_8AB7_AE10_C14A),
        ] as [(Int, UInt64, UInt64)]
    )
    func `it passes the sanity checks of the xxHash project`(length: Int, plain: UInt64, seeded: UInt64) {
        var generator: UInt64 = 2_654_435_761
        let buffer: [UInt8] = (0..<length).map { _ in
            defer { generator = generator &* 0x9E37_79B1_85EB_CA8D }
            return UInt8(generator >> 56)
        }
        buffer.withUnsafeBytes {
            #expect(StableHash.hash($0) == plain)
            #expect(StableHash.hash($0, seed: 2_654_435_761) == seeded)
        }
    }

    @Test(arguments: vectors)
    func `streaming in one piece gives the same`(vector: (length: Int, plain: UInt64, seeded: UInt64)) {
        var hash = StableHash()
        Self.bytes(vector.length).withUnsafeBytes { hash.update($0) }
        #expect(hash.value == vector.plain)
    }

    @Test func `streaming gives the same for every cut in two`() {
        let bytes = Self.bytes(131)
        let whole = bytes.withUnsafeBytes { StableHash.hash($0, seed: 9) }
        for cut in 0...bytes.count {
            var hash = StableHash(seed: 9)
            Array(bytes[..<cut]).withUnsafeBytes { hash.update($0) }
            Array(bytes[cut...]).withUnsafeBytes { hash.update($0) }
            #expect(hash.value == whole, "cut at \(cut)")
        }
    }

    @Test func `streaming gives the same for any cuts, and can be read in between`() {
        var random = SplitMix(state: 11)
        for _ in 0..<300 {
            let bytes = Self.bytes(Int.random(in: 0..<400, using: &random))
            var hash = StableHash()
            var done = 0
            while done < bytes.count {
                let next = min(bytes.count, done + Int.random(in: 0...70, using: &random))
                Array(bytes[done..<next]).withUnsafeBytes { hash.update($0) }
                done = next
                #expect(hash.value == Array(bytes[..<done]).withUnsafeBytes { StableHash.hash($0) })
            }
        }
    }

    @Test(arguments: [(0 as UInt64, "0000000000000000"), (0xAB, "00000000000000ab"), (.max, "ffffffffffffffff")])
    func `a hash is printed with sixteen digits`(value: UInt64, text: String) {
        #expect(Hexadecimal.string(value) == text)
    }
}
