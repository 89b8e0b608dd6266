// Checks manifests against the published schemas of Kubernetes, KEDA and the Prometheus operator: types and formats by
// their JSON schemas, and unknown fields, which the schemas let pass, by the TypeScript types made from them.
//
//   mkdir check && cd check && npm init --yes
//   npm install kubernetes-models@5 @kubernetes-models/keda@2 @kubernetes-models/prometheus-operator@6 yaml@2 typescript@5
//   cp ../config/kubernetes/validate.mjs .
//   kubectl kustomize ../config/kubernetes >all.yaml && node validate.mjs all.yaml ../config/kubernetes/secrets.example.yaml
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const ELSEWHERE = {
  "keda.sh/v1alpha1": "@kubernetes-models/keda/keda.sh/v1alpha1",
  "monitoring.coreos.com/v1": "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1",
};
let faults = 0;
let program = "";
let count = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const { apiVersion, kind, ...rest } = document.toJS();
    const module = ELSEWHERE[apiVersion] ?? `kubernetes-models/${apiVersion}`;
    const { [kind]: Model } = await import(module);
    try {
      new Model(rest).validate();
      console.log(`${apiVersion} ${kind} ${rest.metadata.name}: valid`);
    } catch (e) {
      faults++;
      console.log(`${apiVersion} ${kind} ${rest.metadata.name}: ${e.message}`);
    }
    count++;
    program += `import { ${kind} as K${count} } from "${module}";\nnew K${count}(${JSON.stringify(rest, null, 1)});\n`;
  }
}
writeFileSync("unknown-fields.mts", program);
const options = "--noEmit --strict --skipLibCheck --module nodenext --target es2022 unknown-fields.mts".split(" ");
const { status } = spawnSync("npx", ["tsc", ...options], { stdio: "inherit" });
console.log(`${count} documents, ${faults} with a wrong value, ${status === 0 ? "no" : "with an"} unknown field`);
process.exit(faults === 0 && status === 0 ? 0 : 1);
