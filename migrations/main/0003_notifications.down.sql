DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
DROP TABLE notification_settings;
DROP TABLE notification_preferences;
DROP TABLE notifications;
