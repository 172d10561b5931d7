#pragma once
/// Keeps the heat map that the loupe shows: as a PNG file or on the clipboard, with where it comes
/// from. Thread rule: GUI thread; drawing and writing go on in the background. Failure rule:
/// problems are raised as messages.

#include <QObject>
#include <QPointer>

#include "ui/common/application_context.h"
#include "ui/search/heat_look.h"
#include "ui/search/heat_pane.h"
#include "ui/search/heat_picture.h"
#include "ui/search/search_controller.h"

namespace descry {

class HeatKeeping final : public QObject {
    Q_OBJECT

  public:
    HeatKeeping(ApplicationContext& context,
                const SearchController& controller,
                const HeatLook& look,
                QObject* parent = nullptr);

    /// What the pane shows now, whatever it shows when the answer comes. `window` is the parent of
    /// the dialog.
    void save(const HeatPane& pane, QWidget& window);
    void copy(const HeatPane& pane);

  private:
    std::optional<HeatPicture> pictureOf(const HeatPane& pane) const;
    QString originOf(const HeatPane& pane) const;
    void write(const HeatPicture& heat, const std::filesystem::path& target);
    void complain(const QString& what, const Error& error);

    ApplicationContext& m_context;
    const SearchController& m_controller;
    const HeatLook& m_look;
};

}  // namespace descry
