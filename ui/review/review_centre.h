#pragma once
/// The middle of the Review workspace: the pair, or what there is to say while there is none. A
/// data set may be dropped on it. Thread rule: GUI thread.

#include <QStackedWidget>
#include <filesystem>
#include <functional>

#include "ui/common/widgets.h"

namespace descry {

class ReviewCentre final : public QStackedWidget {
    Q_OBJECT

  public:
    explicit ReviewCentre(QWidget* parent = nullptr);

    /// `run` is what the action does.
    void say(const EmptyState::Text& text, std::function<void()> run = {});

  Q_SIGNALS:
    void datasetDropped(const std::filesystem::path& file);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    EmptyState* m_said = nullptr;
};

}  // namespace descry
