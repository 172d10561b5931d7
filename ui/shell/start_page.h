#pragma once
/// The first page: recent galleries, open a folder as gallery, try the demo; without a model, a
/// card that offers to import one. It asks; the window does. Thread rule: GUI thread.

#include <QFrame>
#include <QWidget>
#include <filesystem>

#include "ui/common/application_context.h"

class QVBoxLayout;

namespace descry {

class StartPage final : public QWidget {
    Q_OBJECT

  public:
    enum class Demo { Present, Absent };

    StartPage(ApplicationContext& context, Demo demo, QWidget* parent = nullptr);

  Q_SIGNALS:
    void galleryRequested(const std::filesystem::path& file);
    void folderRequested();
    void openRequested();
    void demoRequested();
    void importRequested();

  private:
    QWidget* makeOffers(Demo demo);
    QFrame* makeModelCard();
    QWidget* makeRecent();
    void fillRecent();
    QWidget* makeRecentRow(const QString& file);
    void showModelCard();

    ApplicationContext& m_context;
    QFrame* m_modelCard = nullptr;
    QWidget* m_recent = nullptr;
    QVBoxLayout* m_recentRows = nullptr;
};

}  // namespace descry
