#include "ui/common/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace descry {
namespace {

const QString kTranslatorName = QStringLiteral("descryTranslator");

void install(const QLocale& locale, const QString& name, const QString& folder) {
    auto* translator = new QTranslator(qApp);
    translator->setObjectName(kTranslatorName);
    if (!translator->load(locale, name, QStringLiteral("_"), folder) ||
        !QCoreApplication::installTranslator(translator)) {
        delete translator;
    }
}

}  // namespace

void installTranslations(const QString& language) {
    for (QTranslator* old : qApp->findChildren<QTranslator*>(kTranslatorName)) delete old;
    const QLocale locale = language.isEmpty() ? QLocale::system() : QLocale(language);
    QLocale::setDefault(locale);
    const QString own = QStringLiteral("descry");
    const QString ownFolder = QStringLiteral(":/translations");
    // The forms of English plurals serve where there is no translation. The last one is asked
    // first.
    install(QLocale(QLocale::English), own, ownFolder);
    if (locale.language() != QLocale::English) {
        install(locale, own, ownFolder);
        install(
            locale, QStringLiteral("qtbase"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    }
}

}  // namespace descry
