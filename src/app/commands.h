#pragma once

#include <CLI/CLI.hpp>

namespace app {

/// What a run of the program ends with (docs/cli.md).
enum class Exit : int { finished = 0, failed = 1, usage = 2, rows_quarantined = 3 };

/// Each adds one subcommand (with those below it); its callback sets `exit`.
void add_import_command(CLI::App& program, Exit& exit);
void add_sniff_command(CLI::App& program, Exit& exit);
void add_imports_commands(CLI::App& program, Exit& exit);
void add_quarantine_commands(CLI::App& program, Exit& exit);
void add_products_commands(CLI::App& program, Exit& exit);
void add_suppliers_commands(CLI::App& program, Exit& exit);
void add_mapping_commands(CLI::App& program, Exit& exit);
void add_migrate_commands(CLI::App& program, Exit& exit);
void add_config_commands(CLI::App& program, Exit& exit);
void add_inspect_commands(CLI::App& program, Exit& exit);
void add_release_commands(CLI::App& program, Exit& exit);
void add_serve_commands(CLI::App& program, Exit& exit);
void add_openapi_command(CLI::App& program, Exit& exit);
void add_healthcheck_command(CLI::App& program, Exit& exit);
void add_ops_commands(CLI::App& program, Exit& exit);
void add_doctor_command(CLI::App& program, Exit& exit);
void add_smoke_command(CLI::App& program, Exit& exit);
void add_diagnose_command(CLI::App& program, Exit& exit);
void add_backup_commands(CLI::App& program, Exit& exit);
void add_version_command(CLI::App& program, Exit& exit);

}  // namespace app
