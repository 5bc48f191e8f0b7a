import { openMemoryLedger } from "../../../chaos/world/memory-ledger.ts";
import { describeLedgerContract } from "../../support/ledger/contract.ts";

describeLedgerContract("The ledger in memory", async () => openMemoryLedger());
