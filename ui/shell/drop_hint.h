#pragma once
/// What would happen to what is being dragged over the window, written over it. Looks never take
/// the mouse. Thread rule: GUI thread; the disk is asked in the background.

#include <QLabel>
#include <filesystem>
#include <stop_token>
#include <vector>

#include "ui/common/background.h"
#include "ui/shell/dropped.h"

namespace descry {

class DropHint final : public QLabel {
    Q_OBJECT

  public:
    /// Over the whole of `window`.
    DropHint(Background& background, QWidget& window);

  Q_SIGNALS:
    void dropped(const std::vector<std::filesystem::path>& paths);

  protected:
    bool eventFilter(QObject* window, QEvent* event) override;

  private:
    void showFor(const std::vector<std::filesystem::path>& paths);
    void leave();

    Background& m_background;
    std::stop_source m_looking;
};

/// "Open the folder “hall” as a gallery".
QString shownDrop(const std::filesystem::path& path, PathKind kind);

}  // namespace descry
