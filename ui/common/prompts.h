#pragma once
/// Asking for files and folders, without waiting: the answer arrives later, or never. Tests answer
/// by themselves. Thread rule: GUI thread. Whether a file to be saved may take the place of one
/// that is there is asked by the dialog.

#include <QString>
#include <filesystem>
#include <functional>
#include <vector>

class QWidget;

namespace descry {

struct ApplicationContext;

struct PathQuestion {
    enum class Kind { File, Folder, Save };

    Kind kind = Kind::File;
    QString title;
    QString filter;       ///< Of files, "Galleries (*.descry)"; a saved file gets its first ending.
    QString suggested{};  ///< Name of a file to be saved, "list.csv"; may be empty.
};

class Prompts {
  public:
    using Answer = std::function<void(const std::filesystem::path&)>;
    using FilesAnswer = std::function<void(const std::vector<std::filesystem::path>&)>;

    virtual ~Prompts() = default;
    virtual void askPath(QWidget& parent, const PathQuestion& question, Answer answer) = 0;
    /// For one file or more; the question's kind is File.
    virtual void askFiles(QWidget& parent, const PathQuestion& question, FilesAnswer answer) = 0;
};

/// Qt's file dialogs.
class DialogPrompts final : public Prompts {
  public:
    void askPath(QWidget& parent, const PathQuestion& question, Answer answer) override;
    void askFiles(QWidget& parent, const PathQuestion& question, FilesAnswer answer) override;
};

/// Asks for a folder of pictures and opens it as a gallery.
void askGalleryFolder(ApplicationContext& context, QWidget& parent);
/// Asks for a bundle and has it adopted.
void askBundleFolder(ApplicationContext& context, QWidget& parent);

}  // namespace descry
