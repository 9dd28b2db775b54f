//! What an app has beside its Deployment: accounts with rights, ways in, jobs and crons, claims, autoscaling.

use std::fmt::Write as _;

use super::chance::Chance;

/// Which of them an app has; drawn once, so that overlays can speak of them.
pub struct Beside {
    pub mailer: bool,
    pub importer: bool,
    pub database: bool,
    pub scale: bool,
    rights: bool,
    migrate: bool,
    cleanup: bool,
    report: bool,
    shared: bool,
    routes: bool,
}

impl Beside {
    pub fn draw(is_worker: bool, chance: &mut Chance) -> Self {
        Beside {
            mailer: chance.percent(50),
            importer: chance.percent(20),
            database: chance.percent(45),
            scale: chance.percent(50),
            rights: chance.percent(65),
            migrate: chance.percent(60),
            cleanup: chance.percent(60),
            report: chance.percent(35),
            shared: chance.percent(15),
            routes: chance.percent(80) && !is_worker,
        }
    }

    /// Everything but variables and volumes, which others write too.
    pub fn write(&self, name: &str, is_worker: bool, text: &mut String, chance: &mut Chance) {
        self.ways_in(name, text, chance);
        self.account(text);
        self.workers(text);
        self.ends(text, chance);
        if self.scale && is_worker {
            text.push_str("  scale:\n    min: 1\n    max: 12\n    polling: 15\n    metrics:\n");
            let threshold = 10 * (1 + chance.below(50));
            let _ = writeln!(
                text,
                "      lag: {{prometheus: {{query: 'sum(queue_lag{{queue=\"{name}\"}})', threshold: {threshold}}}}}"
            );
        } else if self.scale {
            let _ = writeln!(text, "  scale: {{min: 2, max: {}, cpu: 75}}", 3 + chance.below(6));
        }
    }

    /// The claim that all pods of the app share.
    pub fn volume(&self, text: &mut String, chance: &mut Chance) {
        if self.shared {
            let size = 5 * (1 + chance.below(20));
            let _ = writeln!(
                text,
                "    shared: {{claim: {{size: {size}Gi, access: ReadWriteMany, class: efs}}, mount: /var/lib/shared}}"
            );
        }
    }

    pub fn has_volume(&self) -> bool {
        self.shared
    }

    fn ways_in(&self, name: &str, text: &mut String, chance: &mut Chance) {
        if self.routes {
            let path = chance.one(&["/", "/api", "/v1", "/app"]);
            let _ = writeln!(
                text,
                "  routes:\n    public: {{host: \"{name}.${{{{ environment.domain }}}}\", path: {path}, port: http}}"
            );
        }
        if chance.percent(20) {
            text.push_str("  access:\n    to: {payment-provider: {internet: true, ports: [443]}}\n");
        }
    }

    fn account(&self, text: &mut String) {
        if self.rights {
            text.push_str("  serviceAccount:\n    token: true\n    rules:\n");
            text.push_str(
                "      - {apiGroups: [\"\"], resources: [configmaps], verbs: [get, list, watch]}\n",
            );
            text.push_str("      - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, create, update]}\n");
        }
    }

    fn workers(&self, text: &mut String) {
        if self.mailer || self.importer {
            text.push_str("  workers:\n");
        }
        for (is_there, worker) in [(self.mailer, "mailer"), (self.importer, "importer")] {
            if is_there {
                let _ = writeln!(
                    text,
                    "    {worker}:\n      command: [/app/{worker}]\n      env: {{MODE: {worker}}}"
                );
                text.push_str(
                    "      resources: {requests: {cpu: 20m, memory: 64Mi}, limits: {memory: 128Mi}}\n",
                );
            }
        }
    }

    /// What ends: jobs and crons.
    fn ends(&self, text: &mut String, chance: &mut Chance) {
        if self.migrate {
            text.push_str(
                "  jobs:\n    migrate:\n      when: before-rollout\n      command: [/app/migrate]\n",
            );
            text.push_str("      backoffLimit: 2\n      activeDeadlineSeconds: 600\n");
            text.push_str("      resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}\n");
        }
        if self.cleanup || self.report {
            text.push_str("  crons:\n");
        }
        for (is_there, cron) in [(self.cleanup, "cleanup"), (self.report, "report")] {
            if is_there {
                let (minute, hour) = (chance.below(60), chance.below(24));
                let _ = writeln!(text, "    {cron}:\n      schedule: \"{minute} {hour} * * *\"");
                let _ = writeln!(text, "      concurrencyPolicy: Forbid\n      command: [/app/{cron}]");
                text.push_str("      successfulJobsHistoryLimit: 1\n      activeDeadlineSeconds: 3600\n");
                text.push_str(
                    "      resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi}}\n",
                );
            }
        }
    }
}
