#pragma once
/// Private to core/tensorfile: the instructions of a pickle that a checkpoint may hold, by the
/// names that Python's pickletools gives them. Every other byte is refused: INST, OBJ, NEWOBJ_EX,
/// EXT, PERSID, buffers outside the pickle. Thread rule: constants. Errors: none.

namespace descry {

enum class PickleOpcode : unsigned char {
    Stop = '.',

    // Single values and numbers.
    None = 'N',
    NewTrue = 0x88,
    NewFalse = 0x89,
    Int = 'I',  ///< A line of text, as Long and Float.
    Long = 'L',
    Float = 'F',
    BinInt1 = 'K',
    BinInt2 = 'M',
    BinInt = 'J',
    BinFloat = 'G',
    Long1 = 0x8a,
    Long4 = 0x8b,

    // Texts and bytes.
    String = 'S',  ///< A quoted line.
    Unicode = 'V',
    ShortBinString = 'U',
    BinString = 'T',
    BinUnicode = 'X',
    ShortBinUnicode = 0x8c,
    BinUnicode8 = 0x8d,
    ShortBinBytes = 'C',
    BinBytes = 'B',
    BinBytes8 = 0x8e,
    ByteArray8 = 0x96,

    // Sequences.
    EmptyTuple = ')',
    Tuple = 't',
    Tuple1 = 0x85,
    Tuple2 = 0x86,
    Tuple3 = 0x87,
    EmptyList = ']',
    List = 'l',
    Append = 'a',
    Appends = 'e',

    // Dictionaries and sets.
    EmptyDict = '}',
    Dict = 'd',
    SetItem = 's',
    SetItems = 'u',
    EmptySet = 0x8f,
    AddItems = 0x90,
    FrozenSet = 0x91,

    // The stack and the memo.
    Protocol = 0x80,
    Frame = 0x95,
    Mark = '(',
    Pop = '0',
    PopMark = '1',
    Duplicate = '2',
    BinPut = 'q',
    LongBinPut = 'r',
    Put = 'p',
    Memoize = 0x94,
    BinGet = 'h',
    LongBinGet = 'j',
    Get = 'g',

    // Objects.
    Global = 'c',
    StackGlobal = 0x93,
    BinPersistentId = 'Q',
    Reduce = 'R',
    NewObject = 0x81,
    Build = 'b',
};

}  // namespace descry
