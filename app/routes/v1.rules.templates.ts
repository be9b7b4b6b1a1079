import { listRuleTemplates } from "~/domain/rules/list-rule-templates";
import { handle } from "~/web/api/handle";
import { wholeList } from "~/web/api/whole-list";
import { apiRoute } from "~/web/api-route.server";
import { listRuleTemplatesEndpoint } from "~/web/endpoints/rules";

const route = apiRoute([handle(listRuleTemplatesEndpoint, async () => wholeList(listRuleTemplates()))]);

export const loader = route.loader;
export const action = route.action;
