DROP TABLE paused_queues;
DROP TABLE schedules;
