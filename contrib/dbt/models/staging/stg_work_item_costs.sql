{{ stage('work_item_costs') }}
