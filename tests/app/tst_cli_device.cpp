// descry-cli device: which device is taken, and what is said of a LibTorch for the GPU.

#include <QTemporaryDir>
#include <QtTest>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/app/program_run.h"

using namespace descry;
namespace fs = std::filesystem;

class TestCliDevice : public QObject {
    Q_OBJECT

    QTemporaryDir m_temporary;

    fs::path makeTorchFolder(const std::string& version) const {
        const fs::path folder = fs::path(m_temporary.path().toStdString()) / "torch";
        fs::create_directories(folder);
        std::ofstream(folder / "version.py") << "__version__ = '" << version << "'\n";
        return folder;
    }

    static bool has(const nlohmann::json& text, const std::string& words) {
        return text.is_string() && text.get<std::string>().find(words) != std::string::npos;
    }

  private Q_SLOTS:
    void init() { qunsetenv("DESCRY_TORCH_DIR"); }

    void saysTheDeviceAndWhy() {
        const ProgramResult result = runCli({"device", "--device", "cpu", "--json"});
        QCOMPARE(result.exitCode, 0);
        const nlohmann::json answer = result.json();
        QCOMPARE(answer.at("name"), nlohmann::json("CPU"));
        QVERIFY(!answer.at("reason").get<std::string>().empty());
        QVERIFY(!answer.at("libtorch").get<std::string>().empty());
        QVERIFY(answer.at("torch_folder").is_null());
        QVERIFY(runCli({"device"}).out.find("LibTorch") != std::string::npos);
    }

    void judgesTheFolderThatIsNamed() {
        const fs::path folder = makeTorchFolder("1.0.0");
        qputenv("DESCRY_TORCH_DIR", folder.c_str());
        const ProgramResult result = runCli({"device", "--json"});
        QCOMPARE(result.exitCode, 2);
        const nlohmann::json answer = result.json().at("torch_folder");
        QCOMPARE(answer.at("fits"), nlohmann::json(false));
        QVERIFY(has(answer.at("reason"), "holds LibTorch 1.0.0, this program needs"));
        QVERIFY(runCli({"device"}).err.find("holds LibTorch 1.0.0") != std::string::npos);
    }

    void withADriverTheReasonIsTheFolder() {
        qputenv("LD_LIBRARY_PATH", DESCRY_FAKE_DRIVER);
        const std::string ours = runCli({"device", "--json"}).json().at("libtorch");
        const fs::path folder = makeTorchFolder("1.0.0");
        qputenv("DESCRY_TORCH_DIR", folder.c_str());
        const nlohmann::json reason = runCli({"device", "--json"}).json().at("reason");
        QVERIFY2(has(reason, "an NVIDIA driver is there") && has(reason, "needs " + ours),
                 reason.dump().c_str());
        makeTorchFolder(ours + "+cpu");
        const nlohmann::json cpuOnly = runCli({"device", "--json"}).json().at("reason");
        QVERIFY2(has(cpuOnly, "without its CUDA part"), cpuOnly.dump().c_str());
        qputenv("DESCRY_TORCH_DIR", "");
        const nlohmann::json unnamed = runCli({"device", "--json"}).json().at("reason");
        // With the GPU's LibTorch set up here the search comes further.
        QVERIFY2(has(unnamed, "DESCRY_TORCH_DIR") || has(unnamed, "no CUDA device"),
                 unnamed.dump().c_str());
        qunsetenv("LD_LIBRARY_PATH");
    }

    void aGpuThatIsAskedForAndCannotBeHadIsAFailure() {
        qputenv("LD_LIBRARY_PATH", DESCRY_FAKE_DRIVER);
        const ProgramResult result = runCli({"device", "--device", "cuda", "--json"});
        qunsetenv("LD_LIBRARY_PATH");
        QCOMPARE(result.exitCode, 1);
        QVERIFY(has(result.json().at("error").at("message"), "CUDA was asked for"));
    }
};

QTEST_GUILESS_MAIN(TestCliDevice)
#include "tst_cli_device.moc"
