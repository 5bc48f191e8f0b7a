import type {
  CreateDocumentRequest,
  CreateDocumentResult,
  DeleteDocumentRequest,
  DeleteDocumentResult,
  UpdateDocumentRequest,
  UpdateDocumentResult,
} from "@aws-sdk/client-ssm";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { DocumentRecord } from "../state.ts";
import { invalid } from "../validation.ts";
import { readCalendar } from "./calendar-content.ts";
import { documentArn } from "./store.ts";

/** Of a document no more is kept than what Change Calendar needs: its text is carried out by nobody. */
export const createDocument: Operation<CreateDocumentRequest, CreateDocumentResult> = {
  kind: "write",
  accepts: ["Name", "Content", "DocumentType", "DocumentFormat"],
  handle: ({ Name: name = "", Content = "", DocumentType: type = "Command" }, { world }) => {
    if (!/^[\w.-]{3,128}$/.test(name)) throw invalid(`Value '${name}' at 'name' is no name of a document`);
    const arn = documentArn(world, name);
    if (world.state.documents.has(arn))
      throw new ServiceFault("DocumentAlreadyExists", `Document with name ${name} already exists.`);
    world.state.documents.set(arn, recordOf(name, type, Content));
    return { DocumentDescription: { Name: name, DocumentType: type } };
  },
};

export const updateDocument: Operation<UpdateDocumentRequest, UpdateDocumentResult> = {
  kind: "write",
  accepts: ["Name", "Content", "DocumentVersion", "DocumentFormat"],
  handle: ({ Name = "", Content = "" }, { world }) => {
    const { name, type } = standing(world, Name);
    world.state.documents.set(documentArn(world, name), recordOf(name, type, Content));
    return { DocumentDescription: { Name: name, DocumentType: type as "ChangeCalendar" } };
  },
};

export const deleteDocument: Operation<DeleteDocumentRequest, DeleteDocumentResult> = {
  kind: "write",
  accepts: ["Name"],
  handle: ({ Name = "" }, { world }) => {
    world.state.documents.delete(documentArn(world, standing(world, Name).name));
    return {};
  },
};

const recordOf = (name: string, type: string, content: string): DocumentRecord => ({
  name,
  type,
  calendar: type === "ChangeCalendar" ? readCalendar(content) : null,
});

function standing(world: World, name: string): DocumentRecord {
  const found = world.state.documents.get(documentArn(world, name));
  if (found === undefined)
    throw new ServiceFault("InvalidDocument", `Document with name ${name} does not exist.`);
  return found;
}
