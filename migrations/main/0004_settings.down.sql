DROP TABLE settings_version;
DROP TABLE settings;
