import type { OperationTable } from "../operation.ts";
import { getImage, listImagePipelineImages } from "./images.ts";

/** Image Builder's operations, by the name of the call. */
export const operations: OperationTable = {
  GetImage: getImage,
  ListImagePipelineImages: listImagePipelineImages,
};
