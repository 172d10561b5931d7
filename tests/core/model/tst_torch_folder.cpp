#include <elf.h>

#include <QTemporaryDir>
#include <QtTest>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/error.h"
#include "core/model/torch_folder.h"
#include "tests/support/unprivileged.h"

using namespace descry;
using namespace descry::test;
namespace fs = std::filesystem;

namespace {

/// A library that is nothing but a header and two sections: symbols, and their names.
struct SmallLibrary {
    Elf64_Ehdr header{};
    Elf64_Shdr sections[2]{};
    std::string names = std::string("\0_ZN3c105ErrorNSt7__cxx1112basic_stringE\0", 41);

    SmallLibrary() {
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS64;
#if defined(__aarch64__)
        header.e_machine = EM_AARCH64;
#else
        header.e_machine = EM_X86_64;
#endif
        header.e_shoff = sizeof(Elf64_Ehdr);
        header.e_shentsize = sizeof(Elf64_Shdr);
        header.e_shnum = 2;
        sections[0].sh_type = SHT_DYNSYM;
        sections[0].sh_link = 1;
        sections[1].sh_type = SHT_STRTAB;
        sections[1].sh_offset = sizeof(Elf64_Ehdr) + sizeof(sections);
        sections[1].sh_size = names.size();
    }

    std::string bytes() const {
        std::string all(reinterpret_cast<const char*>(&header), sizeof(header));
        all.append(reinterpret_cast<const char*>(sections), sizeof(sections));
        return all + names;
    }
};

}  // namespace

class TestTorchFolder : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;
    fs::path m_folder;

    void write(const fs::path& name, const std::string& text) const {
        fs::create_directories((m_folder / name).parent_path());
        std::ofstream(m_folder / name, std::ios::binary) << text;
    }

    void writeCudaPart(const std::string& bytes = SmallLibrary().bytes()) const {
        write("lib/libtorch_cuda.so", bytes);
    }

    /// Why the folder does not fit; "" if it does.
    std::string problem(ErrorCode expected) const {
        try {
            checkTorchFolder(m_folder, "2.15.0");
        } catch (const Error& error) {
            return error.code() == expected ? error.what()
                                            : "of another kind: " + std::string(error.what());
        }
        return "";
    }

  private Q_SLOTS:
    void init() {
        m_folder = fs::path(m_temporary.path().toStdString()) / "torch";
        fs::remove_all(m_folder);
        fs::create_directories(m_folder);
    }

    void takesTheFolderOfAWheel() {
        write("version.py", "from typing import Optional\n\n__version__ = '2.15.0+cu132'\n");
        writeCudaPart();
        const TorchFolder found = checkTorchFolder(m_folder, "2.15.0");
        QCOMPARE(found.version, std::string("2.15.0+cu132"));
        QVERIFY(fs::equivalent(found.cudaPart, m_folder / "lib/libtorch_cuda.so"));
    }

    void takesTheFolderOfTheArchive() {
        write("build-version", "2.15.0+cu126\n");
        writeCudaPart();
        QCOMPARE(checkTorchFolder(m_folder, "2.15.0").version, std::string("2.15.0+cu126"));
    }

    void refusesAFolderThatTellsNoVersion() {
        writeCudaPart();
        QVERIFY(problem(ErrorCode::NotFound).find("not a LibTorch folder") != std::string::npos);
        write("version.py", "# __version__ = '2.15.0'\nversion = None");
        QVERIFY(problem(ErrorCode::NotFound).find("not a LibTorch folder") != std::string::npos);
        write("version.py", "__version__ = 2.15\ncuda = '13.2'\n");
        QVERIFY(problem(ErrorCode::NotFound).find("not a LibTorch folder") != std::string::npos);
    }

    void takesAFolderWithAnyName() {
        for (const char* name : {"Torch for the GPU", "\xe6\x98\xbe\xe5\x8d\xa1", "odd \xff"}) {
            m_folder = fs::path(m_temporary.path().toStdString()) / name;
            write("version.py", "__version__ = '2.15.0+cu132'\n");
            writeCudaPart();
            const fs::path found = checkTorchFolder(m_folder, "2.15.0").cudaPart;
            QVERIFY(fs::equivalent(found, m_folder / "lib/libtorch_cuda.so"));
        }
        write("version.py", "__version__ = '1.0\x1b[2J'\n");
        const std::string said = problem(ErrorCode::Unsupported);
        QVERIFY2(said.find("odd \\xff holds LibTorch 1.0\\x1b[2J,") != std::string::npos,
                 said.c_str());
    }

    void saysWhatCannotBeRead() {
        write("version.py", "__version__ = '2.15.0+cu132'\n");
        writeCudaPart();
        const Unprivileged user(m_temporary.path().toStdString());
        if (!user.isPlain()) QSKIP("root stays root here");
        for (const fs::path& part : {m_folder,
                                     m_folder / "version.py",
                                     m_folder / "lib",
                                     m_folder / "lib/libtorch_cuda.so"}) {
            const Closed closed(part);
            const std::string said = problem(ErrorCode::Io);
            QVERIFY2(said.starts_with(part.native()), said.c_str());
            QVERIFY2(said.find(": cannot be ") != std::string::npos, said.c_str());
        }
    }

    void refusesAFolderThatIsNotThere() {
        m_folder /= "absent";
        QVERIFY(problem(ErrorCode::NotFound).find("absent is not a LibTorch") != std::string::npos);
    }

    void saysWhichVersionItNeeds() {
        writeCudaPart();
        for (const char* other : {"2.14.1+cu132", "2.15.00", "12.15.0", "2.15", ""}) {
            write("version.py", std::string("__version__ = \"") + other + "\"\n");
            const std::string said = problem(ErrorCode::Unsupported);
            QVERIFY2(said.find(other) != std::string::npos, said.c_str());
            QVERIFY2(said.find("needs 2.15.0") != std::string::npos, said.c_str());
        }
    }

    void aProgramWithoutLibTorchTakesNone() {
        write("build-version", "");
        writeCudaPart();
        QVERIFY_EXCEPTION_THROWN(checkTorchFolder(m_folder, ""), Error);
    }

    void missesTheCudaPart() {
        write("version.py", "__version__ = '2.15.0+cpu'\n");
        QVERIFY(problem(ErrorCode::NotFound).find("without its CUDA part") != std::string::npos);
    }

    void refusesAnotherProcessor() {
        write("build-version", "2.15.0");
        SmallLibrary library;
        library.header.e_machine = EM_PPC64;
        writeCudaPart(library.bytes());
        QVERIFY(problem(ErrorCode::Unsupported).find("another processor") != std::string::npos);
        library = {};
        library.header.e_ident[EI_CLASS] = ELFCLASS32;
        writeCudaPart(library.bytes());
        QVERIFY(problem(ErrorCode::Unsupported).find("another processor") != std::string::npos);
    }

    void refusesOldStrings() {
        write("build-version", "2.15.0");
        SmallLibrary library;
        library.names.replace(library.names.find("__cxx11"), 7, "__cxx98");
        writeCudaPart(library.bytes());
        QVERIFY(problem(ErrorCode::Unsupported).find("pre-cxx11") != std::string::npos);
    }

    void survivesAnyCutAndAnyPlaceOutsideTheFile() {
        write("build-version", "2.15.0");
        const SmallLibrary whole;
        for (std::size_t size = 0; size < whole.bytes().size() - 1; ++size) {
            writeCudaPart(whole.bytes().substr(0, size));
            QVERIFY(!problem(ErrorCode::CorruptFile).starts_with("of another kind"));
            QVERIFY(!problem(ErrorCode::CorruptFile).empty());
        }
        SmallLibrary library;
        for (const std::uint64_t far : {std::uint64_t{1} << 20, ~std::uint64_t{0}}) {
            library = {};
            library.header.e_shoff = far;
            writeCudaPart(library.bytes());
            QVERIFY(!problem(ErrorCode::CorruptFile).empty());
            library = {};
            library.sections[1].sh_offset = far;
            writeCudaPart(library.bytes());
            QVERIFY(!problem(ErrorCode::CorruptFile).empty());
            library = {};
            library.sections[1].sh_size = far;
            writeCudaPart(library.bytes());
            QVERIFY(!problem(ErrorCode::CorruptFile).empty());
            library = {};
            library.sections[0].sh_link = static_cast<Elf64_Word>(far);
            writeCudaPart(library.bytes());
            QVERIFY(!problem(ErrorCode::CorruptFile).empty());
        }
    }

#ifdef DESCRY_LINKED_TORCH
    void knowsTheLibTorchItIsLinkedWith() {
        QVERIFY(!linkedTorchVersion().empty());
        std::ifstream file(fs::path(DESCRY_LINKED_TORCH) / "version.py");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        QVERIFY(text.find(linkedTorchVersion()) != std::string::npos);
    }
#endif
};

QTEST_GUILESS_MAIN(TestTorchFolder)
#include "tst_torch_folder.moc"
